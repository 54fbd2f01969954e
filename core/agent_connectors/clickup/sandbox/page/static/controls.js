// The dialogs: faults, and checkpoints.

import { fill, h } from "./dom.js";
import { plural, time } from "./format.js";
import { ask, read } from "./server.js";

const PRESETS = [
  ["The answer to the next write is lost", { kind: "drop", method: "POST", after: true }],
  ["Rate limit, 3 times", { kind: 429, times: 3 }],
  ["503, twice", { kind: 503, times: 2 }],
  ["5% never answer", { kind: "hang", probability: 0.05 }],
];

const $ = (id) => document.getElementById(id);

export class Controls {
  constructor(done) {
    this.done = done;
    this.leaving = null;
    this.told = { faults: [], checkpoints: [] };
    for (const name of ["faults", "checkpoints"]) {
      const dialog = $(name);
      $(`open-${name}`).addEventListener("click", () => this.open(dialog));
      dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
      // A click beside it closes it.
      dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    }
    $("fault-form").addEventListener("submit", (event) => this.addFault(event));
    $("checkpoint-form").addEventListener("submit", (event) => this.keep(event));
    fill($("presets"), PRESETS.map(([name, fault]) => h("button", { type: "button", class: "quiet", on: { click: () => this.send("fault-wrong", "faults", fault) } }, name)));
  }

  async open(dialog) {
    this.leaving = null;
    this.show(this.told);
    dialog.showModal();
    if (!$("paths").firstChild) {
      const paths = await read("paths");
      $("paths").append(...paths.map((path) => h("option", { value: path })));
    }
  }

  async send(wrong, path, body) {
    try {
      const told = await ask(path, body);
      $(wrong).textContent = "";
      this.leaving = null;
      this.show(told);
      this.done();
      return true;
    } catch (error) {
      $(wrong).textContent = error.message;
      return false;
    }
  }

  async addFault(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const kind = form.get("kind");
    const fault = { kind: /^\d+$/.test(kind) ? Number(kind) : kind, after: form.has("after") };
    if (form.get("method")) fault.method = form.get("method");
    if (form.get("path").trim()) fault.path = form.get("path").trim();
    if (form.get("often") === "share") fault.probability = Number(form.get("share")) / 100;
    else fault.times = Number(form.get("times"));
    await this.send("fault-wrong", "faults", fault);
  }

  async keep(event) {
    event.preventDefault();
    const form = event.target;
    if (await this.send("checkpoint-wrong", "checkpoints", { name: new FormData(form).get("name") })) form.reset();
  }

  show(told) {
    this.told = told;
    const count = told.faults.length;
    $("fault-count").hidden = count === 0;
    $("fault-count").textContent = String(count);
    fill($("active"), count === 0 ? h("li", { class: "none" }, "None.") : told.faults.map((fault) => this.fault(fault)), count > 1 && h("li", { key: "all" }, h("button", { type: "button", class: "quiet", on: { click: () => this.send("fault-wrong", "faults/all-off", {}) } }, "Switch all off")));
    const start = { number: 0, name: "The start", at: null, tasks: null };
    fill($("kept"), [start, ...told.checkpoints].map((one) => this.checkpoint(one)));
  }

  fault(fault) {
    const what = `${fault.kind} for ${fault.method ?? "any method"}, ${fault.path ?? "any path"}`;
    const often = fault.probability === null ? `${plural(fault.times, "request")} left` : `${Math.round(fault.probability * 1000) / 10}% of requests`;
    return h(
      "li",
      { key: `fault-${fault.number}` },
      h("span", { class: "what" }, h("b", {}, String(fault.kind)), " ", h("code", {}, `${fault.method ?? "any method"}, ${fault.path ?? "any path"}`), h("span", { class: "none" }, `${often}${fault.after ? ", after the request was carried out" : ""}`)),
      h("button", { type: "button", class: "quiet", "aria-label": `Switch off ${what}`, on: { click: () => this.send("fault-wrong", "faults/off", { number: fault.number }) } }, "Switch off"),
    );
  }

  checkpoint(one) {
    const { number } = one;
    if (this.leaving === number) {
      const back = () => this.send("checkpoint-wrong", "checkpoints/go-back", { number }).then((went) => went && $("checkpoints").close());
      return h(
        "li",
        { key: `leave-${number}` },
        h("span", { class: "what" }, `Everything since ${number === 0 ? "the start" : `“${one.name}”`} will be lost.`),
        h("button", { type: "button", class: "danger", key: `sure-${number}`, on: { click: back } }, "Go back"),
        h("button", { type: "button", class: "quiet", on: { click: () => this.leave(null, number) } }, "Stay"),
      );
    }
    return h(
      "li",
      { key: `checkpoint-${number}` },
      h("span", { class: "what" }, h("b", {}, one.name), one.at !== null && h("span", { class: "none" }, time(one.at), `, ${plural(one.tasks, "task")}`)),
      h("button", { type: "button", class: "quiet", key: `back-${number}`, "aria-label": `Go back to ${one.name}`, on: { click: () => this.leave(number) } }, "Go back"),
      number !== 0 && h("button", { type: "button", class: "quiet", "aria-label": `Remove ${one.name}`, on: { click: () => this.send("checkpoint-wrong", "checkpoints/remove", { number }) } }, "Remove"),
    );
  }

  // Ask whether to go back, or no longer.
  leave(number, from = number) {
    this.leaving = number;
    this.show(this.told);
    const key = number === null ? `back-${from}` : `sure-${number}`;
    $("kept").querySelector(`[data-key="${key}"]`)?.focus();
  }
}
