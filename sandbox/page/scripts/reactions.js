/** Emoji on messages: who put them there, and a palette to add one. */

import { fill, h, icon } from "./dom.js";
import { EMOJI, emojiOf } from "./emoji.js";
import { openPopup, stepTo } from "./popup.js";

const FIRST = [
  "+1", "white_check_mark", "heart", "eyes", "pray", "tada", "raised_hands", "clap",
  "smile", "joy", "thinking_face", "wave", "muscle", "star", "bulb", "question",
];
const AT_MOST = 48;
const COLUMNS = 8;
const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };

const wordsOf = (name) => name.replaceAll("_", " ");

/** The chips below a message; a tap puts one's own on or takes it off. */
export function reactions(message, ctx, session) {
  const all = message.reactions ?? [];
  if (!all.length) return null;
  return h("div", { class: "reactions", role: "group", "aria-label": "Reactions" },
    ...all.map((one) => chip(message, one, ctx, session)),
    message.deleted ? null : reactionButton(message, session, { className: "reaction reaction-add", focus: `add:${message.ts}` }));
}

function chip({ ts }, { name, users = [], count }, ctx, session) {
  const mine = users.includes(ctx.me);
  const people = users.map((id) => (id === ctx.me ? "you" : ctx.people.get(id)?.real_name ?? id)).join(", ");
  return h("button", {
    type: "button", class: "reaction", "aria-pressed": String(mine),
    title: `${wordsOf(name)}: ${people}`, "aria-label": `${emojiOf(name)} ${count ?? users.length} ${wordsOf(name)}, ${people}`,
    dataset: { focus: `reaction:${ts}:${name}`, testid: "reaction" },
    onclick: () => session.react(ts, name, mine),
  }, h("span", { class: "reaction-sign" }, emojiOf(name)), ` ${count ?? users.length}`);
}

/** The button that opens the palette. */
export function reactionButton(message, session, { className, focus }) {
  const button = h("button", {
    type: "button", class: className, title: "Add reaction", "aria-label": "Add reaction",
    "aria-haspopup": "dialog", "aria-expanded": "false", dataset: { focus },
    onclick: () => openPalette(button, message, session),
  }, icon("smile"));
  return button;
}

/** Opens the palette beside `anchor`. */
export function openPalette(anchor, message, session) {
  const grid = h("div", { class: "palette-grid" });
  const filter = h("input", {
    class: "list-filter", type: "text", autocomplete: "off", placeholder: "Find an emoji", "aria-label": "Find an emoji",
    oninput: () => draw(),
  });
  const panel = h("div", { class: "popup palette sheet", popover: "auto", role: "dialog", "aria-label": "Add reaction", onkeydown: (event) => move(event, grid, filter) }, filter, grid);
  const mine = new Map((message.reactions ?? []).map(({ name, users = [] }) => [name, users.includes(session.api.as)]));
  const choose = (name) => {
    panel.hidePopover();
    session.react(message.ts, name, mine.get(name) ?? false);
  };
  const draw = () => {
    const text = filter.value.trim().toLowerCase().replace(/[:\s]+/g, "_").replace(/^_|_$/g, "");
    const names = text ? [...EMOJI.keys()].filter((name) => name.includes(text)).slice(0, AT_MOST) : FIRST;
    const cell = (name) => h("button", { type: "button", class: "palette-cell", title: wordsOf(name), "aria-label": wordsOf(name), onclick: () => choose(name) }, emojiOf(name));
    fill(grid, ...names.map(cell), names.length ? null : h("p", { class: "list-none" }, "Nothing matches."));
  };
  draw();
  openPopup(panel, anchor);
  filter.focus();
}

function move(event, grid, filter) {
  const cells = [...grid.querySelectorAll("button")];
  const at = cells.indexOf(document.activeElement);
  if (event.target === filter) {
    if (event.key === "Enter") cells[0]?.click();
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    cells[0]?.focus();
    return;
  }
  const step = STEPS[event.key];
  const next = step ? at + step : stepTo(event.key, at, cells.length);
  if (next === null) return;
  event.preventDefault();
  if (next < 0) filter.focus();
  else cells[Math.min(next, cells.length - 1)]?.focus();
}
