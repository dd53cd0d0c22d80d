/** Small questions over everything: confirm what a click would do, choose people. */

import { h } from "./dom.js";
import { plainTextOf, textNodes } from "./mrkdwn.js";
import { picker } from "./picker.js";

/** Shows a dialog and resolves with what was decided; Escape decides `null`. */
function ask(title, body, buttons) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const finish = (answer) => {
      dialog.close();
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(answer);
    };
    const dialog = h(
      "dialog",
      { class: "dialog", "aria-label": title, oncancel: (event) => {
        event.preventDefault();
        finish(null);
      } },
      h("h2", { class: "dialog-title" }, title),
      body,
      h("div", { class: "dialog-buttons" }, ...buttons.map(({ label, style, answer }) =>
        h("button", { type: "button", class: `button ${style}`, onclick: () => finish(answer()) }, label))),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks what a Block Kit `confirm` object says; true when the person agrees. */
export async function confirmDialog(confirm) {
  const words = h("div", { class: "text" }, ...textNodes(confirm.text, PLAIN));
  const style = confirm.style === "danger" ? "button-danger" : "button-primary";
  const answer = await ask(plainTextOf(confirm.title), words, [
    { label: plainTextOf(confirm.deny) || "Cancel", style: "", answer: () => false },
    { label: plainTextOf(confirm.confirm) || "Yes", style, answer: () => true },
  ]);
  return answer === true;
}

// A confirm dialog may hold mrkdwn but names nobody that the page would have to look up.
const PLAIN = { me: "", zone: "UTC", ownZone: "UTC", now: () => 0, people: new Map(), channels: new Map(), groups: new Map() };

/** Asks whom to write to; resolves with user ids, empty when the person thinks better of it. */
export async function choosePeople(users) {
  let chosen = [];
  const { node } = picker({
    label: "People", placeholder: "Choose one or more people", chosen: [], multiple: true, max: 8, autofocus: true,
    options: () => users.map((user) => ({ value: user.id, label: user.real_name, detail: user.title })),
    onPick: (picked) => {
      chosen = picked.map(({ value }) => value);
    },
  });
  const go = await ask("New message", h("div", { class: "dialog-field" }, node), [
    { label: "Cancel", style: "", answer: () => [] },
    { label: "Open", style: "button-primary", answer: () => chosen },
  ]);
  return go ?? [];
}

/** Asks for a text, starting with `value`; null when cancelled. */
export function askText(title, value) {
  const field = h("textarea", { class: "field-control", rows: "4", "aria-label": title, value });
  return ask(title, h("div", { class: "dialog-field" }, field), [
    { label: "Cancel", style: "", answer: () => null },
    { label: "Save", style: "button-primary", answer: () => field.value },
  ]);
}
