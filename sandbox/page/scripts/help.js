/** What helps a newcomer: what this page is, the keys that work, and the tour. */

import { fill, h, iconButton } from "./dom.js";

const KEYS = [
  ["Tab", "from part to part"],
  ["↑ ↓", "from message to message; Tab then reaches what one can do with it"],
  ["Enter", "sends; with Shift it starts a new line"],
  ["/ @ # :", "complete commands, people, channels and emoji"],
  ["Esc", "closes a menu, a form or the thread"],
];

/** The button that opens the help; `tour()` begins the tour from there. */
export function helpButton(store, tour) {
  return iconButton("Help", "help", () => openHelp(store, tour), { className: "help-button", focus: "help" });
}

function openHelp(store, tour) {
  const before = document.activeElement;
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const take = () => {
    close();
    store.set({ drawer: false });
    tour();
  };
  const hasTour = store.state.workspace?.tour?.length;
  const dialog = h("dialog", { class: "dialog help", "aria-label": "Help", oncancel: () => {
    close();
    before?.focus();
  } });
  const leave = () => {
    close();
    before?.focus();
  };
  fill(dialog,
    h("h2", { class: "dialog-title" }, "Help"),
    h("p", {}, "This is a workspace on your own machine. On the left you choose whom you play; at the top you move the clock. Nothing here leaves the machine."),
    h("dl", { class: "help-keys" }, ...KEYS.flatMap(([key, words]) => [h("dt", {}, key), h("dd", {}, words)])),
    h("div", { class: "dialog-buttons" },
      h("button", { type: "button", class: "button", onclick: leave }, "Close"),
      hasTour ? h("button", { type: "button", class: "button button-primary", onclick: take }, "Take the tour") : null));
  document.body.append(dialog);
  dialog.showModal();
}
