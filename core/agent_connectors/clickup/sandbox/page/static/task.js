// A task, with all that hangs on it.

import { h, hidden, icon } from "./dom.js";
import { changed, date, fieldName, span, time, value } from "./format.js";
import { due, people, person, priority, status, tags } from "./parts.js";

// What Markdown becomes; anything else becomes its text.
const MARKUP = new Set(["blockquote", "br", "code", "em", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"]);

export function task(told, fresh) {
  const list = `#/list/${encodeURIComponent(told.list.id)}`;
  return h(
    "article",
    { class: fresh.has(told.id) ? "task fresh" : "task" },
    h("p", { class: "path" }, told.list.path.join(" / "), " / ", h("a", { href: list, key: "up" }, told.list.name)),
    told.parent && h("p", { class: "path" }, icon("sub"), "Subtask of ", reference(told.parent)),
    h("h2", { tabindex: "-1" }, told.name),
    facts(told),
    part("Description", told.description.length > 0 && h("div", { class: "markup" }, told.description.map(node))),
    part("Custom fields", fields(told.fields)),
    part("Checklists", told.checklists.length > 0 && told.checklists.map(checklist)),
    part("Subtasks", references(told.subtasks)),
    part("Waits for", references(told.waits)),
    part("Blocks", references(told.blocks)),
    part("Linked tasks", references(told.links)),
    part("Files", told.files.length > 0 && h("ul", { class: "references" }, told.files.map((name) => h("li", {}, name)))),
    part("Comments", told.thread.length > 0 && h("ul", { class: "thread" }, told.thread.map(comment)), String(told.thread.length || "")),
    part("Activity", activity(told)),
  );
}

function part(title, content, number = "") {
  return content && h("section", { class: "part", key: title, "aria-label": title }, h("h3", {}, title, number && h("span", { class: "number" }, number)), content);
}

function facts(told) {
  const rows = [
    ["Status", status(told.status)],
    ["Priority", priority(told.priority)],
    ["Assignees", told.assignees.length > 0 && h("span", { class: "named" }, people(told.assignees), told.assignees.map((one) => one.name).join(", "))],
    ["Teams", told.groups.join(", ")],
    ["Start", told.start && date(told.start, told.start_time)],
    ["Due", due(told)],
    ["Tags", told.tags.length > 0 && tags(told.tags)],
    ["Type", told.type],
    ["Points", told.points !== null && String(told.points)],
    ["Estimate", told.estimate && span(told.estimate)],
    ["Tracked", told.spent > 0 && span(told.spent)],
    ["Watchers", told.watchers.map((one) => one.name).join(", ")],
    ["Also in", told.further.map((one) => one.name).join(", ")],
    ["Created", [time(told.created), ` by ${told.creator.name}`]],
    ["Id", h("code", {}, told.id, told.custom_id ? `, ${told.custom_id}` : "")],
    ["Archived", told.archived && "yes"],
  ];
  return h("dl", { class: "facts-of-task" }, rows.filter(([, shown]) => shown).map(([name, shown]) => h("div", { key: name }, h("dt", {}, name), h("dd", {}, shown))));
}

function node(told) {
  if (typeof told === "string") return told;
  const [name, within, address] = told;
  const children = within.map(node);
  if (name === "a") return h("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, children);
  return MARKUP.has(name) ? h(name, {}, children) : children;
}

function fields(all) {
  const given = all.filter((field) => field.value !== null);
  if (all.length === 0) return null;
  const without = all.length - given.length;
  return [
    given.length > 0 && h("dl", { class: "fields" }, given.map((field) => h("div", {}, h("dt", { title: field.type }, field.name), h("dd", {}, value(field.value))))),
    without > 0 && h("p", { class: "none" }, `${without} without a value: ${all.filter((field) => field.value === null).map((field) => field.name).join(", ")}`),
  ];
}

function checklist(told) {
  const done = told.items.filter((item) => item.done).length;
  return h(
    "div",
    { class: "checklist", key: `checklist-${told.id}` },
    h("h4", {}, told.name, h("span", { class: "number" }, `${done}/${told.items.length}`)),
    h(
      "ul",
      {},
      told.items.map((item) =>
        h("li", { key: `item-${item.id}`, class: item.done && "done", vars: { "--depth": String(Math.min(item.depth, 6)) } }, h("span", { class: "box", "aria-hidden": "true" }, item.done && icon("check")), hidden(item.done ? "Done: " : "Open: "), h("span", {}, item.name), item.who && h("span", { class: "none" }, item.who)),
      ),
    ),
  );
}

function reference(one) {
  return h("a", { href: `#/task/${encodeURIComponent(one.id)}`, key: `reference-${one.id}` }, one.name);
}

function references(all) {
  return all.length > 0 && h("ul", { class: "references" }, all.map((one) => h("li", { key: `reference-${one.id}`, class: one.closed && "done" }, reference(one), h("span", { class: "none" }, one.status))));
}

function comment(told) {
  return h(
    "li",
    { key: `comment-${told.id}` },
    h("p", { class: "who" }, person(told.who), h("strong", { "aria-hidden": "true" }, told.who.name), time(told.at), told.assignee && h("span", { class: told.resolved ? "done" : "" }, `${told.resolved ? "resolved by" : "for"} ${told.assignee}`)),
    h("p", { class: "said" }, told.text),
    told.reactions.length > 0 && h("p", { class: "none" }, `Reactions: ${told.reactions.join(", ")}`),
    told.replies.length > 0 && h("ul", { class: "thread" }, told.replies.map(comment)),
  );
}

function activity(told) {
  const since = told.activity.flatMap((entry) => entry.changes.filter((change) => change.task === told.id || change.id === told.id).map((change) => ({ ...change, at: entry.at, number: entry.number, does: entry.does })));
  // What came by a request is told above, with more of it.
  const first = since.length > 0 ? since[since.length - 1].at : Infinity;
  const before = [...told.history].reverse().filter((step) => step.at < first).map((step) => h("li", { key: `step-${step.at}-${step.status}` }, time(step.at), h("span", {}, "moved to ", h("strong", {}, step.status))));
  return h(
    "ol",
    { class: "activity" },
    since.map((change) => h("li", { key: `change-${change.number}-${change.id}` }, time(change.at), h("div", {}, h("span", {}, `${change.what} ${change.kind}`, change.kind !== "task" && [" ", h("strong", {}, change.name)]), change.what === "changed" && h("ul", { class: "diff" }, change.fields.map((field) => h("li", {}, h("span", { class: "field" }, fieldName(field.name)), " ", changed(change.what, field.before, field.after))))))),
    before,
    h("li", { key: "made" }, time(told.created), h("span", {}, "created by ", h("strong", {}, told.creator.name))),
  );
}
