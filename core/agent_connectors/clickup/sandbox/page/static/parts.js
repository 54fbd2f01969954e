// What boards, tables and tasks have in common: people, statuses, priorities, tags.

import { h, hidden, icon } from "./dom.js";
import { colour, date, ink, now } from "./format.js";

export function person(one) {
  return h(
    "span",
    { class: "avatar", title: one.name, vars: { "--c": colour(one.color), "--ink": ink(one.color) } },
    h("span", { "aria-hidden": "true" }, (one.initials || "?").slice(0, 2)),
    hidden(one.name),
  );
}

export const people = (all) => all.length > 0 && h("span", { class: "avatars" }, all.map(person));

export function status(one) {
  return h("span", { class: "status-chip", "data-type": one.type, vars: { "--c": colour(one.color) } }, h("span", { class: "dot", "aria-hidden": "true" }), one.name);
}

export function priority(name) {
  return name && h("span", { class: "priority", "data-level": name }, icon("flag"), name);
}

export function tags(all) {
  return all.map((tag) => h("span", { class: "tag", vars: { "--c": colour(tag.color) } }, h("span", { class: "dot", "aria-hidden": "true" }), tag.name));
}

export function due(task) {
  if (!task.due) return null;
  const late = !task.closed && task.due < now();
  return h("span", { class: late ? "due late" : "due" }, hidden(late ? "overdue since " : "due "), date(task.due, task.due_time));
}
