/** A list to choose from, with a filter: what selects and people pickers are made of. */

import { fill, h, icon, uniqueId } from "./dom.js";
import { openPopup, stepTo } from "./popup.js";

const FILTER_FROM = 8;
const SETTLE = 200;

/**
 * A button that shows what is chosen and opens the list.
 * `options()` gives `[{value, label, detail?, group?}]`; `load(text)` fetches them instead, from `least` letters on.
 * `onPick(values, labels)` runs at each choice, `onDone()` when the list closes after a change.
 */
export function picker(settings) {
  const state = { chosen: new Map(settings.chosen.map((one) => [one.value, one])), changed: false };
  const value = h("span", { class: "picker-value" });
  const button = h(
    "button",
    {
      type: "button", class: "picker", role: "combobox", id: settings.id ?? null,
      "aria-haspopup": "listbox", "aria-expanded": "false",
      "aria-label": settings.labelId ? null : settings.label,
      "aria-labelledby": settings.labelId ?? null,
      "aria-describedby": settings.describedBy ?? null,
      "aria-invalid": settings.invalid ? "true" : null,
      autofocus: settings.autofocus ?? false,
      dataset: settings.focus ? { focus: settings.focus } : {},
      onclick: () => openList(settings, state, button, show),
      onkeydown: (event) => {
        if (event.key !== "ArrowDown") return;
        event.preventDefault();
        button.click();
      },
    },
    value,
    icon("chevron"),
  );
  const show = () => {
    const names = [...state.chosen.values()].map(({ label }) => label);
    fill(value, names.join(", ") || settings.placeholder || "Choose…");
    value.classList.toggle("picker-empty", names.length === 0);
  };
  show();
  return { node: button, choose: (chosen) => {
    state.chosen = new Map(chosen.map((one) => [one.value, one]));
    show();
  } };
}

function openList(settings, state, button, show) {
  const list = new List(settings, state, show);
  button.setAttribute("aria-controls", list.id);
  openPopup(list.panel, button, () => {
    button.removeAttribute("aria-controls");
    if (state.changed) settings.onDone?.();
    state.changed = false;
  });
  list.start();
}

class List {
  #options = [];
  #active = -1;

  constructor(settings, state, show) {
    Object.assign(this, { settings, state, show, id: uniqueId("list") });
    this.body = h("div", {
      class: "list-body", role: "listbox", id: this.id, tabindex: "-1",
      "aria-label": settings.label, "aria-multiselectable": settings.multiple ? "true" : null,
    });
    this.filter = h("input", {
      class: "list-filter", type: "text", placeholder: "Type to filter", autocomplete: "off",
      "aria-label": `Filter ${settings.label}`, "aria-controls": this.id,
      oninput: () => this.refresh(),
    });
    this.panel = h("div", { class: "popup list sheet", popover: "auto", onkeydown: (event) => this.key(event) });
  }

  start() {
    const known = this.settings.load ? [] : this.settings.options();
    this.withFilter = Boolean(this.settings.load) || known.length >= FILTER_FROM;
    fill(this.panel, this.withFilter ? this.filter : null, this.body, this.settings.multiple ? this.doneButton() : null);
    (this.withFilter ? this.filter : this.body).focus();
    this.refresh();
  }

  doneButton() {
    return h("button", { type: "button", class: "button button-primary list-done", onclick: () => this.panel.hidePopover() }, "Done");
  }

  refresh() {
    if (!this.settings.load) return this.draw(this.matching(this.settings.options()));
    clearTimeout(this.timer);
    const missing = this.settings.least - this.filter.value.trim().length;
    if (missing > 0) return this.draw([], `Type ${this.settings.least} or more letters to search.`);
    this.timer = setTimeout(async () => this.draw(await this.settings.load(this.filter.value)), SETTLE);
    return undefined;
  }

  matching(options) {
    const words = this.filter.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    return options.filter(({ label, detail = "" }) => words.every((word) => `${label} ${detail}`.toLowerCase().includes(word)));
  }

  draw(options, none = "Nothing matches.") {
    this.#options = options;
    const first = options.findIndex(({ value }) => this.state.chosen.has(value));
    let group = null;
    const nodes = options.flatMap((option, index) => {
      const heading = option.group && option.group !== group ? h("div", { class: "list-group", role: "presentation" }, option.group) : null;
      group = option.group;
      return [heading, this.item(option, index)];
    });
    fill(this.body, ...nodes, options.length ? null : h("p", { class: "list-none" }, none));
    this.activate(Math.max(0, first));
  }

  item(option, index) {
    const on = this.state.chosen.has(option.value);
    return h(
      "div",
      { class: "list-item", role: "option", id: `${this.id}-${index}`, "aria-selected": String(on), onclick: () => this.pick(index) },
      h("span", { class: "list-check" }, on ? icon("check") : null),
      h("span", {}, option.label, option.detail ? h("span", { class: "list-detail" }, option.detail) : null),
    );
  }

  activate(index) {
    const items = this.body.querySelectorAll("[role=option]");
    items[this.#active]?.classList.remove("is-active");
    this.#active = Math.min(index, items.length - 1);
    const item = items[this.#active];
    const holder = this.withFilter ? this.filter : this.body;
    if (!item) return holder.removeAttribute("aria-activedescendant");
    item.classList.add("is-active");
    item.scrollIntoView({ block: "nearest" });
    holder.setAttribute("aria-activedescendant", item.id);
    return undefined;
  }

  key(event) {
    if (event.target.classList.contains("list-done")) return;
    const next = stepTo(event.key, this.#active, this.#options.length);
    const picks = event.key === "Enter" || (event.key === " " && !this.withFilter);
    if (next === null && !picks) return;
    event.preventDefault();
    if (picks) this.pick(this.#active);
    else this.activate(next);
  }

  pick(index) {
    const option = this.#options[index];
    if (!option) return;
    const { chosen } = this.state;
    if (!this.settings.multiple) chosen.clear();
    if (chosen.has(option.value)) chosen.delete(option.value);
    else if (!this.settings.max || chosen.size < this.settings.max) chosen.set(option.value, option);
    this.state.changed = true;
    this.show();
    this.settings.onPick([...chosen.values()]);
    if (!this.settings.multiple) return this.panel.hidePopover();
    this.draw(this.#options);
    return this.activate(index);
  }
}
