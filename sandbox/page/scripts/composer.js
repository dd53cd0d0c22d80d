/** Where one writes: several lines, Enter sends, with completion and the app's shortcuts. */

import { completionFor } from "./completion.js";
import { fill, h, icon, uniqueId } from "./dom.js";
import { menuButton } from "./menu.js";
import { stepTo } from "./popup.js";

const MAX_HEIGHT = 220;
const drafts = new Map();

/** A composer for a conversation or a thread; `draft` names what is kept when one leaves it. */
export class Composer {
  #found = null;
  #active = -1;

  constructor({ store, session, draft, label, thread }) {
    Object.assign(this, { store, session, draft, thread, id: uniqueId("completion") });
    this.list = h("div", { class: "completion", role: "listbox", id: this.id, "aria-label": "Suggestions", hidden: true });
    this.field = h("textarea", {
      class: "composer-field", rows: "1", placeholder: label, "aria-label": label,
      "aria-autocomplete": "list", "aria-controls": this.id,
      value: drafts.get(draft) ?? "",
      dataset: { focus: `composer:${draft}` },
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#offer(null),
      onpaste: (event) => this.#pasted(event),
    });
    this.node = h("form", { class: "composer", dataset: { testid: "composer" }, onsubmit: (event) => this.#submit(event) },
      this.list,
      h("div", { class: "composer-box" }, this.thread ? null : this.#shortcuts(), this.field,
        h("button", { type: "submit", class: "composer-send", "aria-label": "Send", title: "Send (Enter)" }, icon("send"))),
      h("p", { class: "composer-hint" }, "Enter sends · Shift + Enter starts a new line"));
    requestAnimationFrame(() => this.#grow());
  }

  #shortcuts() {
    return menuButton({
      label: "Shortcuts and commands", className: "icon-button composer-plus", content: icon("plus"),
      items: () => {
        const { app } = this.store.state.workspace;
        const globals = app.shortcuts.filter(({ type }) => type === "global");
        return [
          { heading: app.name },
          { label: "Upload a file", detail: "An image or a document", run: () => this.#choose() },
          ...globals.map((one) => ({ label: one.name, detail: one.description, run: () => this.session.shortcut(one) })),
          ...app.commands.map(({ command, description }) => ({ label: command, detail: description, run: () => this.#put(`${command} `) })),
        ];
      },
    });
  }

  #choose() {
    const chooser = h("input", { type: "file", onchange: () => [...chooser.files].forEach((file) => this.session.share(file)) });
    chooser.click();
  }

  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || this.thread) return;
    event.preventDefault();
    files.forEach((file) => this.session.share(file));
  }

  #put(text, at = text.length) {
    this.field.value = text;
    this.field.focus();
    this.field.setSelectionRange(at, at);
    this.#typed();
  }

  #typed() {
    drafts.set(this.draft, this.field.value);
    this.#grow();
    const { value, selectionStart } = this.field;
    this.#offer(completionFor(value.slice(0, selectionStart), this.store.state, Boolean(this.thread)));
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, MAX_HEIGHT)}px`;
  }

  #offer(found) {
    this.#found = found;
    this.list.hidden = !found;
    fill(this.list, ...(found?.options ?? []).map((option, index) => this.#option(option, index)));
    this.#activate(found?.eager ? 0 : -1);
  }

  #option(option, index) {
    const take = (event) => {
      event.preventDefault();
      this.#take(index);
    };
    return h("div", { class: "completion-item", role: "option", id: `${this.id}-${index}`, onmousedown: take },
      h("strong", {}, option.label), option.detail ? h("span", { class: "completion-detail" }, option.detail) : null);
  }

  #activate(index) {
    this.#active = index;
    [...this.list.children].forEach((node, at) => {
      node.classList.toggle("is-active", at === index);
      node.setAttribute("aria-selected", String(at === index));
      if (at === index) node.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `${this.id}-${index}`);
  }

  #take(index) {
    const { value, selectionStart } = this.field;
    const { insert } = this.#found.options[index];
    const head = value.slice(0, selectionStart - this.#found.typed.length) + insert;
    this.#put(head + value.slice(selectionStart), head.length);
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.#found && this.#listKey(event)) return event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey) return undefined;
    event.preventDefault();
    return this.node.requestSubmit();
  }

  #listKey({ key, shiftKey }) {
    const next = /^Arrow/.test(key) ? stepTo(key, this.#active, this.#found.options.length) : null;
    if (next !== null) this.#activate(next);
    else if (key === "Escape") this.#offer(null);
    else if (key === "Tab" && !shiftKey) this.#take(Math.max(0, this.#active));
    else if (key === "Enter" && !shiftKey && this.#active >= 0) this.#take(this.#active);
    else return false;
    return true;
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    this.#write("");
    const taken = await this.session.say(text, this.thread);
    if (!taken && !this.field.value) this.#write(text);
  }

  #write(text) {
    this.field.value = text;
    drafts.set(this.draft, text);
    this.#offer(null);
    this.#grow();
  }
}

/** Writes into the box of the conversation that is open, as if it had been typed; Enter is left to the person. */
export function writeInComposer(text) {
  const field = document.querySelector("#main .composer-field");
  if (!field) return;
  field.value = text;
  field.focus();
  field.setSelectionRange(text.length, text.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
