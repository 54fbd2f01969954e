// A List: a board with a column for each status, or a table.

import { h, hidden, icon } from "./dom.js";
import { date, colour, plural, time } from "./format.js";
import { due, people, priority, status, tags } from "./parts.js";

const COLUMNS = [
  ["name", "Name"],
  ["status", "Status"],
  ["assignees", "Assignees"],
  ["priority", "Priority"],
  ["due", "Due"],
  ["updated", "Updated"],
];

export function list(told, route, fresh, more) {
  const here = `#/list/${encodeURIComponent(told.id)}`;
  const shape = route.shape === "table" ? "table" : "board";
  return [
    h(
      "div",
      { class: "work-bar" },
      h("p", { class: "path" }, told.path.join(" / ")),
      h("h2", { tabindex: "-1" }, told.name, h("span", { class: "number" }, plural(told.count, "task"))),
      h(
        "nav",
        { class: "shapes", "aria-label": "Board or table" },
        h("a", { href: here, "aria-current": shape === "board" && "page" }, "Board"),
        h("a", { href: `${here}/table`, "aria-current": shape === "table" && "page" }, "Table"),
      ),
    ),
    told.content && h("p", { class: "content" }, told.content),
    shape === "table" ? table(told, route, fresh, more) : board(told, fresh, more),
  ];
}

function board(told, fresh, more) {
  return h("div", { class: "board" }, told.columns.map((column) => columnOf(column, fresh, more)));
}

function columnOf(column, fresh, more) {
  const name = `column-${column.name}`;
  return h(
    "section",
    { class: "column", key: name, "aria-label": column.name, vars: { "--c": colour(column.color) } },
    h("h3", {}, h("span", { class: "dot", "aria-hidden": "true" }), column.name, h("span", { class: "number" }, String(column.count), hidden(" tasks"))),
    column.tasks.length > 0 && h("ul", { class: "cards" }, column.tasks.map((task) => card(task, fresh))),
    column.count > column.tasks.length && moreOf(column.count - column.tasks.length, more),
  );
}

function card(task, fresh) {
  const [done, items] = task.items;
  return h(
    "li",
    { class: fresh.has(task.id) ? "card fresh" : "card", key: `task-${task.id}` },
    task.above && h("p", { class: "above" }, icon("sub"), hidden("Subtask of "), h("span", {}, task.above)),
    h("a", { href: `#/task/${encodeURIComponent(task.id)}` }, task.name),
    task.tags.length > 0 && h("p", { class: "tags" }, tags(task.tags)),
    h(
      "p",
      { class: "facts" },
      // The usual one would be on most cards.
      task.priority !== "normal" && priority(task.priority),
      due(task),
      task.comments > 0 && h("span", { class: "little" }, icon("comment"), String(task.comments), hidden(" comments")),
      items > 0 && h("span", { class: "little" }, icon("check"), `${done}/${items}`, hidden(" items done")),
      task.below > 0 && h("span", { class: "little" }, icon("sub"), String(task.below), hidden(" subtasks")),
      people(task.assignees),
    ),
  );
}

function table(told, route, fresh, more) {
  const address = (sort) => {
    // What was changed last comes first.
    const first = sort === "updated";
    const back = (route.sort === sort ? !route.backwards : first) ? "/backwards" : "";
    return `#/list/${encodeURIComponent(told.id)}/table/${sort}${back}`;
  };
  const sorted = (sort) => (route.sort === sort ? (route.backwards ? "descending" : "ascending") : null);
  return [
    h(
      "table",
      { class: "tasks" },
      h("caption", { class: "visually-hidden" }, `Tasks of ${told.name}; the heads of the columns sort`),
      h("thead", {}, h("tr", {}, COLUMNS.map(([sort, name]) => h("th", { scope: "col", class: sort, "aria-sort": sorted(sort) }, h("a", { href: address(sort), key: `sort-${sort}` }, name))))),
      h("tbody", {}, told.rows.map((task) => row(task, fresh))),
    ),
    told.rows.length === 0 && h("p", { class: "empty" }, "No tasks."),
    told.count > told.rows.length && moreOf(told.count - told.rows.length, more),
  ];
}

function row(task, fresh) {
  return h(
    "tr",
    { class: fresh.has(task.id) && "fresh", key: `task-${task.id}` },
    h(
      "th",
      { scope: "row" },
      task.above && h("span", { class: "above" }, icon("sub"), hidden("Subtask of "), h("span", {}, task.above)),
      h("a", { href: `#/task/${encodeURIComponent(task.id)}` }, task.name),
      tags(task.tags),
    ),
    h("td", {}, status(task.status)),
    h("td", { class: "assignees" }, people(task.assignees)),
    h("td", { class: "priority-cell" }, priority(task.priority)),
    h("td", { class: "due-cell" }, due(task)),
    h("td", { class: "updated" }, time(task.updated, date(task.updated))),
  );
}

function moreOf(count, more) {
  return h("button", { type: "button", class: "quiet more", key: "more", on: { click: more } }, `Show ${plural(count, "more task")}`);
}
