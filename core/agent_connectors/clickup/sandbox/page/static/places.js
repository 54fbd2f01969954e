// The places as a tree: what opens are Spaces and Folders, what leads somewhere are Lists.

import { h, hidden, icon } from "./dom.js";
import { colour } from "./format.js";

const MANY_LISTS = 60;

export function tree(spaces, current) {
  const many = spaces.reduce((sum, space) => sum + space.folders.length + space.lists.length, 0) > MANY_LISTS;
  return h("ul", { class: "tree" }, spaces.map((space) => spaceOf(space, current, many)));
}

function spaceOf(space, current, many) {
  return h(
    "li",
    { key: `space-${space.id}` },
    h(
      "details",
      { open: true },
      h("summary", {}, h("span", { class: "square", "aria-hidden": "true", vars: { "--c": colour(space.color) } }), h("span", { class: "name" }, space.name), space.private && [icon("lock"), hidden(" private")]),
      h("ul", {}, space.folders.map((folder) => folderOf(folder, current, many)), space.lists.map((list) => listOf(list, current))),
    ),
  );
}

function folderOf(folder, current, many) {
  const holds = folder.lists.some((list) => list.id === current);
  return h(
    "li",
    { key: `folder-${folder.id}` },
    h("details", { open: !many || holds }, h("summary", { class: "folder" }, h("span", { class: "name" }, folder.name)), h("ul", {}, folder.lists.map((list) => listOf(list, current)))),
  );
}

function listOf(list, current) {
  return h(
    "li",
    { key: `list-${list.id}` },
    h(
      "a",
      { href: `#/list/${encodeURIComponent(list.id)}`, "aria-current": list.id === current && "page", class: list.archived && "archived" },
      h("span", { class: "name" }, list.name, list.archived && hidden(" (archived)")),
      h("span", { class: "number" }, String(list.tasks), hidden(" tasks")),
    ),
  );
}
