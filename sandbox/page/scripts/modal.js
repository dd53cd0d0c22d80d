/** The open modal: the top of the person's stack of views, with its errors and its buttons. */

import { showBlocks, textContext } from "./blocks.js";
import { nowOf } from "./dates.js";
import { fill, h, iconButton } from "./dom.js";
import { Forms } from "./forms.js";
import { plainTextOf } from "./mrkdwn.js";
import { freeNotices } from "./notices.js";

const FIRST_FIELD = "input, textarea, [role=combobox], button";

class Modal {
  #forms = new Forms();
  #view = null;
  #errors = null;
  #busy = false;

  constructor(store, session) {
    Object.assign(this, { store, session });
    this.title = h("h2", { class: "modal-title", id: "modal-title" });
    this.blocks = h("div", { class: "modal-blocks" });
    this.trouble = h("p", { class: "modal-trouble", role: "alert" });
    this.top = h("header", { class: "modal-top" });
    this.foot = h("footer", { class: "modal-foot" });
    const submit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    this.form = h("form", { class: "modal-form", novalidate: true, onsubmit: submit },
      this.top, h("div", { class: "modal-body" }, this.blocks), this.trouble, this.foot);
    const cancel = (event) => {
      if (event.target !== this.node) return;
      event.preventDefault();
      this.#close(false);
    };
    const props = { class: "modal", "aria-labelledby": "modal-title", dataset: { testid: "modal" }, oncancel: cancel };
    this.node = h("dialog", props, this.form);
  }

  /** Follows the stack: opens, redraws, or closes. */
  show(views) {
    this.#forms.retain(views);
    const view = views.at(-1) ?? null;
    const other = view?.id !== this.#view?.id;
    if (other || view?.hash !== this.#view?.hash) this.#errors = null;
    this.#view = view;
    if (!view) return this.#leave();
    this.#draw(other);
    if (!this.node.open) this.node.showModal();
    if (other) this.#focus();
    return undefined;
  }

  #leave() {
    freeNotices(this.node);
    if (this.node.open) this.node.close();
    fill(this.blocks);
  }

  #draw(other) {
    const view = this.#view;
    this.title.textContent = plainTextOf(view.title);
    if (other) fill(this.trouble);
    fill(this.top, this.#back(), this.title, this.#cross());
    fill(this.foot, ...this.#buttons(view));
    showBlocks(this.blocks, view.blocks, this.#context(view));
  }

  #back() {
    if (this.store.state.views.length < 2) return null;
    return iconButton("Back", "back", () => this.#close(false));
  }

  #cross() {
    return iconButton("Close", "close", () => this.#close(true));
  }

  #buttons(view) {
    const needed = view.submit || view.blocks.some(({ type }) => type === "input");
    const leave = plainTextOf(view.close) || (needed ? "Cancel" : "Close");
    const close = h("button", { type: "button", class: "button", onclick: () => this.#close(false) }, leave);
    const submit = h(
      "button",
      { type: "submit", class: "button button-primary", disabled: view.submit_disabled ?? false, "aria-busy": this.#busy ? "true" : null },
      plainTextOf(view.submit) || "Submit",
    );
    return needed ? [close, submit] : [close];
  }

  #context(view) {
    const { state } = this.store;
    const forms = this.#forms;
    return {
      ...textContext(state, () => nowOf(state.clock)),
      scope: view.id,
      errors: this.#errors,
      valueOf: (block, action) => forms.valueOf(view, block, action),
      keep: (block, action, value) => forms.keep(view.id, block, action, value),
      act: (action) => this.session.actOnView(view.id, action, forms.takeUnsent(view.id, action)),
      suggest: (ids, text) => this.session.suggest({ view_id: view.id }, ids, text),
      bring: (file) => this.session.bring(file),
    };
  }

  #focus() {
    const field = this.node.querySelector("[autofocus]") ?? this.blocks.querySelector(FIRST_FIELD);
    (field ?? this.foot.querySelector("button:last-child")).focus();
  }

  #setBusy(busy) {
    this.#busy = busy;
    this.blocks.inert = busy;
    this.foot.querySelector("[type=submit]")?.toggleAttribute("aria-busy", busy);
    if (busy) this.foot.querySelector("[type=submit]")?.setAttribute("aria-busy", "true");
  }

  async #submit() {
    const view = this.#view;
    if (this.#busy || !view) return;
    this.#setBusy(true);
    const missing = this.#forms.missing(view);
    const answer = missing ? { errors: missing, text: null } : await this.session.submit(view.id, this.#forms.values(view));
    this.#setBusy(false);
    if (this.#view?.id === view.id) this.#tell(answer);
  }

  #tell({ errors, text }) {
    this.#errors = errors;
    fill(this.trouble, text);
    this.#draw(false);
    if (errors) this.blocks.querySelector(".input-wrong :is(input, textarea, [role=combobox])")?.focus();
  }

  #close(all) {
    if (this.#view) this.session.closeView(this.#view.id, all);
  }
}

/** Keeps the modal true. */
export function mountModal(store, session) {
  const modal = new Modal(store, session);
  document.body.append(modal.node);
  store.on(["views"], ({ views }) => modal.show(views));
}
