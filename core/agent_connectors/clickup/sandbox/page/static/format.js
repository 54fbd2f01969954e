// Times, lengths of time and values, as texts in the language of who looks.

import { h, hidden } from "./dom.js";

const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

// The clock of the workspace, which may stand on another day than that of the browser.
let ahead = 0;
export const setClock = (moment) => { ahead = moment - Date.now(); };
export const now = () => Date.now() + ahead;

function valid(moment) {
  return Number.isFinite(moment) && Math.abs(moment) < 8.64e15;
}

export function date(moment, withTime = false) {
  if (!valid(moment)) return String(moment);
  const made = new Date(moment);
  const near = Math.abs(moment - now()) < 180 * 86_400_000;
  return (near ? day : dayOfYear).format(made) + (withTime ? `, ${clock.format(made)}` : "");
}

export function time(moment, text) {
  return valid(moment) ? h("time", { datetime: new Date(moment).toISOString() }, text ?? date(moment, true)) : String(moment);
}

export const second = (moment) => time(moment, valid(moment) ? exact.format(new Date(moment)) : String(moment));

export function span(milliseconds) {
  const minutes = Math.round(milliseconds / 60_000);
  const [hours, rest] = [Math.trunc(minutes / 60), minutes % 60];
  return [hours ? `${hours} h` : "", rest || !hours ? `${rest} min` : ""].filter(Boolean).join(" ");
}

export function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

// A value as the server tells it: a text, a moment or a length of time; null for none.
export function value(told) {
  if (told === null) return h("span", { class: "none" }, "none");
  if (told.time !== undefined) return time(told.time);
  if (told.span !== undefined) return span(told.span);
  return [told.text, told.cut ? h("span", { class: "cut" }, ` … ${plural(told.cut, "more character")}`) : ""];
}

// How a field changed.
export function changed(what, before, after) {
  if (what === "created") return h("ins", {}, value(after));
  if (what === "deleted") return h("del", {}, value(before));
  return [
    h("del", {}, hidden("before: "), value(before)),
    h("span", { class: "arrow", "aria-hidden": "true" }, " → "),
    h("ins", {}, hidden(" after: "), value(after)),
  ];
}

export const fieldName = (name) => name.replaceAll("_", " ");

// Colours come from the workspace, so only what is certainly one is used.
export function colour(given) {
  return typeof given === "string" && /^#[0-9a-f]{3}([0-9a-f]{3})?$/i.test(given) ? given : "#87909e";
}

// Black or white, whichever is easier to read on a colour.
export function ink(given) {
  let digits = colour(given).slice(1);
  if (digits.length === 3) digits = [...digits].map((digit) => digit + digit).join("");
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const share = parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}
