/** Builds and updates DOM nodes from plain values; a string only ever becomes a text node. */

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "htmlFor", "textContent"]);
const SVG = "http://www.w3.org/2000/svg";

/** Makes an element: `h("a", {href, onclick}, "text", child, [more])`; null and false are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...present(children));
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "class") node.className = value;
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Replaces what stands in `node`; nulls are left out, and what is named for it keeps the focus. */
export function fill(node, ...children) {
  const focus = rememberFocus(node);
  node.replaceChildren(...present(children));
  restoreFocus(node, focus);
  return node;
}

/** A decorative line icon, hidden from assistive technology. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", class: `icon icon-${name}`, "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only an icon; its label is its name and its tooltip. */
export function iconButton(label, name, onclick, { className = "", focus = null } = {}) {
  return h(
    "button",
    {
      type: "button", class: `icon-button ${className}`, title: label, "aria-label": label,
      dataset: focus ? { focus } : {}, onclick,
    },
    icon(name),
  );
}

const ICONS = {
  menu: "M3 5h14M3 10h14M3 15h14",
  close: "M5 5l10 10M15 5L5 15",
  back: "M12 4l-6 6 6 6",
  more: "M4 10h.01M10 10h.01M16 10h.01",
  reply: "M3 4h14v10H9l-4 3v-3H3z",
  send: "M3 10h13M11 5l5 5-5 5",
  plus: "M10 4v12M4 10h12",
  chevron: "M5 8l5 5 5-5",
  lock: "M6 9V7a4 4 0 0 1 8 0v2M5 9h10v7H5z",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  check: "M4 10l4 4 8-9",
  list: "M7 5h10M7 10h10M7 15h10M3 5h.01M3 10h.01M3 15h.01",
  file: "M5 3h7l3 3v11H5zM12 3v4h3",
  alert: "M10 3l8 14H2zM10 8v4M10 14.5h.01",
  info: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15M10 9v5M10 6.2h.01",
  help: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15M7.8 7.8a2.3 2.3 0 1 1 3.2 2.1c-.7.3-1 .8-1 1.6M10 14.2h.01",
  smile: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15M7.3 8h.01M12.7 8h.01M6.8 11.8c1.6 2.4 4.8 2.4 6.4 0",
  circle: "M10 4a6 6 0 1 1 0 12 6 6 0 0 1 0-12",
  clock: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14M10 6v4l3 2",
  play: "M7 5l8 5-8 5z",
  phone: "M5 3l3 1 1 3-2 2c1 2 2 3 4 4l2-2 3 1 1 3c-1 2-3 2-5 1-4-2-6-4-8-8-1-2-1-4 1-5z",
  trash: "M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11M9 9v5M11 9v5",
  up: "M10 16V4M5 9l5-5 5 5",
};

/**
 * Makes the children of `parent` show `items`: nodes whose signature is unchanged stay as they are,
 * so what a person is typing or has focused survives; focus is put back where it was otherwise.
 */
export function reconcile(parent, items, { key, signature, build }) {
  const focus = rememberFocus(parent);
  const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const nodes = items.map((item) => keep(old, key(item), signature(item), () => build(item)));
  const wanted = new Set(nodes);
  for (const node of [...parent.children]) if (!wanted.has(node)) node.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  restoreFocus(parent, focus);
}

function keep(old, key, signature, build) {
  const node = old.get(key);
  if (node && node.signature === signature) return node;
  const fresh = build();
  fresh.dataset.key = key;
  fresh.signature = signature;
  return fresh;
}

function rememberFocus(parent) {
  const node = document.activeElement;
  if (!parent.contains(node) || !node.dataset.focus) return null;
  return { key: node.dataset.focus, start: node.selectionStart ?? null, end: node.selectionEnd ?? null };
}

function restoreFocus(parent, focus) {
  if (!focus || parent.contains(document.activeElement)) return;
  const node = parent.querySelector(`[data-focus="${CSS.escape(focus.key)}"]`);
  if (!node) return;
  node.focus({ preventScroll: true });
  if (focus.start !== null && node.setSelectionRange) node.setSelectionRange(focus.start, focus.end);
}

let lastId = 0;

/** An id that no other element of the page has. */
export function uniqueId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/** True where the page is as narrow as a phone. */
export function isNarrow() {
  return matchMedia("(max-width: 760px)").matches;
}
