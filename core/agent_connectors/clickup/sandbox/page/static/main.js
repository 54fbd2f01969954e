// The page: what is looked at, kept up to date with what happens.

import { Controls } from "./controls.js";
import { fill, h } from "./dom.js";
import { Feed, isWrite } from "./feed.js";
import { plural, setClock } from "./format.js";
import { list } from "./list.js";
import { tree } from "./places.js";
import { Away, Gone, listen, read } from "./server.js";
import { task } from "./task.js";

const SETTLE = 120;
const FRESH = 2500;
const WORDS_EVERY = 8000;
const [FIRST, ALL] = [50, 5000];

const $ = (id) => document.getElementById(id);

const feed = new Feed($("feed"), $("nothing-yet"));
const controls = new Controls(() => refresh());
const fresh = new Map();
let route = parse();
let most = FIRST;
let home = null;
let paused = false;
let following = false;
let led = false;
let waiting = [];

// What is looked at

function parse() {
  const [, kind, id, shape, sort, backwards] = location.hash.split("/").map(decode);
  return { kind: ["list", "task"].includes(kind) && id ? kind : "start", id, shape, sort, backwards: backwards === "backwards" };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function go() {
  const before = route;
  route = parse();
  const other = before.kind !== route.kind || before.id !== route.id;
  if (other) most = FIRST;
  if (route.kind !== "start" && !led) pane("work");
  await draw();
  if (!other) return;
  $("work").scrollTop = 0;
  // Whoever went there is taken along; whoever only watches is left where they are.
  if (!led) $("work").querySelector("h2")?.focus({ preventScroll: true });
  led = false;
}

async function draw() {
  const { kind, id, sort } = route;
  const asked = route;
  try {
    if (kind === "list") {
      const query = new URLSearchParams({ most, sort: sort ?? "created", backwards: route.backwards });
      const told = await read(`list/${encodeURIComponent(id)}?${query}`);
      if (asked !== route) return;
      home = told.id;
      title(told.name);
      fill($("work"), list(told, route, fresh, () => { most = ALL; draw(); }));
    } else if (kind === "task") {
      const told = await read(`task/${encodeURIComponent(id)}`);
      if (asked !== route) return;
      home = told.list.id;
      title(told.name);
      fill($("work"), task(told, fresh));
    } else {
      title("");
      fill($("work"), start());
    }
  } catch (error) {
    if (error instanceof Away || asked !== route) return;
    const heading = error instanceof Gone ? "Not there any more" : "This cannot be shown";
    fill($("work"), h("div", { class: "start" }, h("h2", { tabindex: "-1" }, heading), h("p", {}, error.message)));
  }
}

function title(name) {
  document.title = name ? `${name} - ClickUp sandbox` : "ClickUp sandbox";
}

function start() {
  const { origin } = location;
  return h(
    "div",
    { class: "start" },
    h("h2", { tabindex: "-1" }, "Watch an agent work"),
    h("p", {}, "This is an offline ClickUp. Point an agent or any ClickUp client at it; any key is accepted."),
    h("dl", { class: "facts-of-task" }, h("div", {}, h("dt", {}, "Address"), h("dd", {}, h("code", {}, origin))), h("div", {}, h("dt", {}, "This connector"), h("dd", {}, h("code", {}, `CLICKUP_BASE_URL=${origin}`))), h("div", {}, h("dt", {}, "By hand"), h("dd", {}, h("code", {}, `curl -H "Authorization: pk_any" ${origin}/api/v2/team`)))),
    h("p", {}, "Choose a List to see its board. Every request appears under Requests, with what it changed."),
  );
}

// Keeping up

let timer = null;
let reading = false;
let again = false;

function refresh() {
  timer ??= setTimeout(update, SETTLE);
}

async function update() {
  timer = null;
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  try {
    const told = await read("workspace");
    setClock(told.now);
    $("workspace").textContent = told.name;
    $("summary").textContent = plural(told.tasks, "task");
    controls.show(told);
    await draw();
    fill($("tree"), tree(told.spaces, route.kind === "start" ? null : home));
  } catch (error) {
    // The stream says that the server is away, and all is read again when it is back.
    if (!(error instanceof Away)) throw error;
  } finally {
    reading = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

function take(entries) {
  if (paused) {
    waiting = [...waiting, ...entries].slice(-500);
    $("pause").textContent = `Resume (${waiting.length} new)`;
    return;
  }
  feed.add(entries);
  unseen(entries.length);
  say(entries);
  const until = Date.now() + FRESH;
  const touched = entries.flatMap((entry) => entry.changes ?? []).map((change) => change.task).filter(Boolean);
  for (const id of touched) fresh.set(id, until);
  if (touched.length > 0) setTimeout(fade, FRESH + 50);
  if (following && touched.length > 0) follow(touched.at(-1));
  if (entries.some((entry) => entry.changes || entry.note || entry.fault !== null)) refresh();
}

function follow(id) {
  if (route.kind === "task" && route.id === id) return;
  led = true;
  location.replace(`#/task/${encodeURIComponent(id)}`);
}

function fade() {
  for (const [id, until] of fresh) if (until <= Date.now()) fresh.delete(id);
  for (const element of document.querySelectorAll(".fresh")) {
    const id = element.dataset.key?.replace("task-", "") ?? route.id;
    if (!fresh.has(id)) element.classList.remove("fresh");
  }
}

// One sentence now and then for who cannot see the page, rather than one for each request.
let heard = [];
let speaking = null;

function say(entries) {
  heard.push(...entries.filter((entry) => entry.method));
  speaking ??= setTimeout(() => {
    const writes = heard.filter(isWrite).length;
    $("said").textContent = `${plural(heard.length, "request")}, ${plural(writes, "write")}`;
    [heard, speaking] = [[], null];
  }, WORDS_EVERY);
}

function connected(yes) {
  const text = yes ? "Live" : "Connecting again";
  if ($("connection-text").textContent === text) return;
  $("connection").dataset.state = yes ? "live" : "away";
  $("connection-text").textContent = text;
  $("said").textContent = yes ? "Connected" : "The connection is lost";
  if (yes) refresh();
}

async function load() {
  const told = await read("requests");
  feed.clear();
  feed.add(told.requests);
  return told.at;
}

// What is shown where there is no room for all

function pane(name) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll(".switch button")) {
    if (button.dataset.to === name) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  if (name === "requests") unseen(-Infinity);
}

let missedCount = 0;

function unseen(more) {
  missedCount = document.body.dataset.pane === "requests" ? 0 : Math.max(0, missedCount + more);
  $("unseen").hidden = missedCount === 0;
  $("unseen").textContent = missedCount > 99 ? "99+" : String(missedCount);
}

for (const button of document.querySelectorAll(".switch button")) button.addEventListener("click", () => pane(button.dataset.to));

$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  pane("work");
  $("work").focus();
});

$("which").addEventListener("change", () => { $("feed").dataset.which = $("which").value; });

$("pause").addEventListener("click", () => {
  paused = !paused;
  $("pause").setAttribute("aria-pressed", String(paused));
  $("pause").textContent = paused ? "Resume" : "Pause";
  if (!paused) {
    take(waiting.splice(0));
    refresh();
  }
});

$("follow").addEventListener("click", () => {
  following = !following;
  $("follow").setAttribute("aria-pressed", String(following));
});

addEventListener("hashchange", () => go().then(refresh));

async function begin() {
  try {
    await update();
    const at = await load();
    listen(at, { requests: take, missed: () => load().then(refresh), state: refresh, connected });
  } catch (error) {
    connected(false);
    setTimeout(begin, FRESH);
    if (!(error instanceof Away)) throw error;
  }
}

begin();
