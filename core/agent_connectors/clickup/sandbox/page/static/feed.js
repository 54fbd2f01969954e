// The requests, newest first, each with what it changed.

import { h, hidden } from "./dom.js";
import { changed, fieldName, plural, second } from "./format.js";

const MOST = 300;
const EFFECTS = 3;
const FAULTS = { html: "an HTML page", empty: "an empty answer", garbage: "cut-off JSON", hang: "no answer", drop: "connection closed" };

export class Feed {
  constructor(list, empty) {
    this.list = list;
    this.empty = empty;
  }

  clear() {
    this.list.replaceChildren();
  }

  add(entries) {
    if (entries.length === 0) return;
    this.empty.hidden = true;
    const shown = entries.slice(-MOST).map(line).reverse();
    // A list that is scrolled stays where it is.
    const box = this.list.parentElement;
    const [from, was] = [box.scrollTop, box.scrollHeight];
    this.list.prepend(...shown);
    while (this.list.children.length > MOST) this.list.lastElementChild.remove();
    if (from > 0) box.scrollTop = from + box.scrollHeight - was;
  }
}

export const isWrite = (entry) => Boolean(entry.method) && !["GET", "HEAD", "OPTIONS"].includes(entry.method);
export const isFailure = (entry) => Boolean(entry.method) && (entry.status === null || entry.status >= 400 || entry.fault !== null);

function line(entry) {
  if (entry.note) return h("li", { class: "entry note", value: entry.number }, h("span", {}, entry.note), second(entry.at));
  const kinds = ["entry", isWrite(entry) && "write", isFailure(entry) && "failure"].filter(Boolean).join(" ");
  return h("li", { class: kinds, value: entry.number }, h("details", {}, summary(entry), details(entry)));
}

function summary(entry) {
  const changes = entry.changes ?? [];
  const further = changes.length - EFFECTS + (entry.further ?? 0);
  return h(
    "summary",
    {},
    h("span", { class: "head" }, h("span", { class: "method", "data-method": entry.method }, entry.method), h("span", { class: "does" }, entry.does ?? "unknown route"), h("span", { class: "status", "data-kind": kindOf(entry) }, statusOf(entry)), second(entry.at)),
    h("span", { class: "route" }, route(entry)),
    changes.slice(0, EFFECTS).map(effect),
    further > 0 && h("span", { class: "effect further" }, `and ${plural(further, "more change")}`),
  );
}

function kindOf(entry) {
  if (entry.status === null) return "lost";
  return entry.status >= 500 ? "broken" : entry.status >= 400 ? "refused" : "fine";
}

function statusOf(entry) {
  const status = entry.status === null ? "no answer" : String(entry.status);
  return entry.fault === null ? status : [status, h("span", { class: "fault" }, "fault")];
}

// The path, with what its parameters lead to in place of an id where that has a name.
function route(entry) {
  const path = (entry.template ?? entry.path).replace(/^\/api/, "");
  return [h("code", {}, path), entry.about && h("span", { class: "about" }, entry.about)];
}

function effect(change) {
  const fields = change.what === "changed" ? change.fields : [];
  return h(
    "span",
    { class: "effect", "data-what": change.what },
    h("span", { class: "sign", "aria-hidden": "true" }, { created: "+", changed: "~", deleted: "−" }[change.what]),
    h(
      "span",
      { class: "effect-text" },
      hidden(`${change.what} `),
      `${change.kind} `,
      h("b", {}, change.name),
      fields.length > 0 && [" ", h("span", { class: "field" }, fieldName(fields[0].name)), " ", changed("changed", fields[0].before, fields[0].after)],
      fields.length > 1 && h("span", { class: "none" }, ` and ${fields.length - 1} more`),
    ),
  );
}

function details(entry) {
  const changes = entry.changes ?? [];
  return h(
    "div",
    { class: "details" },
    h("p", {}, h("code", {}, `${entry.method} ${entry.path}${entry.query ? `?${entry.query}` : ""}`)),
    entry.fault !== null && h("p", {}, `Met a fault: ${FAULTS[entry.fault] ?? entry.fault}.`),
    entry.untold && h("p", {}, `What it changed could not be shown (${entry.untold}).`),
    changes.length === 0 && !entry.untold && h("p", { class: "none" }, "Changed nothing."),
    changes.map(whole),
    entry.further > 0 && h("p", { class: "none" }, `${plural(entry.further, "further change")} not shown.`),
  );
}

function whole(change) {
  const address = change.task ? `#/task/${encodeURIComponent(change.task)}` : change.list ? `#/list/${encodeURIComponent(change.list)}` : null;
  const name = change.name || change.id;
  return h(
    "div",
    { class: "change", "data-what": change.what },
    h("p", {}, `${change.what} ${change.kind} `, address ? h("a", { href: address }, name) : h("b", {}, name), change.place && h("span", { class: "none" }, ` in ${change.place}`)),
    change.fields.length > 0 && h("dl", { class: "diff" }, change.fields.map((field) => h("div", {}, h("dt", {}, fieldName(field.name)), h("dd", {}, changed(change.what, field.before, field.after))))),
    change.left_out > 0 && h("p", { class: "none" }, `${plural(change.left_out, "field")} too long to show.`),
  );
}
