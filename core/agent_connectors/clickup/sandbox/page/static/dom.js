// Elements from values, and changes to them that leave focus, scrolling and open parts as they are.
// Text only ever becomes text: there is no HTML here.

const SVG = "http://www.w3.org/2000/svg";

// An element. Of the properties: `class`, attributes as they are called, `on` for listeners,
// `vars` for custom properties of CSS, `key` for what it is among its siblings.
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (property === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (property === "vars") {
      for (const [variable, given] of Object.entries(value)) {
        if (given) element.style.setProperty(variable, given);
      }
    } else if (property === "key") {
      element.dataset.key = value;
    } else {
      element.setAttribute(property, value === true ? "" : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export const hidden = (text) => h("span", { class: "visually-hidden" }, text);

// Make what is within an element what is given, with the elements there as far as they are the same.
export function fill(element, ...children) {
  const focused = document.activeElement;
  const within = element.contains(focused) ? keyOf(focused) : null;
  const fresh = h("div", {}, ...children);
  morphChildren(element, fresh);
  if (within !== null && !element.contains(document.activeElement)) {
    const again = element.querySelector(`[data-key="${CSS.escape(within)}"]`);
    const target = again?.matches("a, button, summary, input, select") ? again : again?.querySelector("a, button, summary");
    (target ?? element.querySelector("h2[tabindex]") ?? element).focus({ preventScroll: true });
  }
}

function keyOf(element) {
  return element.closest("[data-key]")?.dataset.key ?? "";
}

function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  for (const { name } of [...old.attributes]) {
    // Whoever opened a part keeps it open.
    if (!fresh.hasAttribute(name) && !(name === "open" && old.localName === "details")) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (name === "style") old.style.cssText = fresh.style.cssText;
    else if (!(name === "open" && old.localName === "details") && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  morphChildren(old, fresh);
}

function morphChildren(old, fresh) {
  const keyed = new Map();
  for (const child of old.children) if (child.dataset?.key) keyed.set(child.dataset.key, child);
  let at = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const key = child.dataset?.key;
    let match = null;
    if (key) match = keyed.get(key) ?? null;
    else {
      while (at?.dataset?.key && !stays(at, fresh)) at = removed(at);
      if (at && !at.dataset?.key && at.nodeName === child.nodeName) match = at;
    }
    if (match && match.nodeName === child.nodeName) {
      if (match === at) at = at.nextSibling;
      else move(old, match, at);
      morph(match, child);
    } else {
      old.insertBefore(child, at);
    }
  }
  while (at) at = removed(at);
}

function stays(element, fresh) {
  return [...fresh.children].some((child) => child.dataset.key === element.dataset.key);
}

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function move(parent, node, before) {
  // Where there is `moveBefore`, what is moved keeps focus and scrolling.
  if (parent.moveBefore) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}
