/** Menus behind a button: messages' actions, overflow, shortcuts. */

import { h } from "./dom.js";
import { openPopup, stepTo } from "./popup.js";

/** A button that opens a menu of `items()`: `{label, detail?, danger?, run}`, or `{heading}`. */
export function menuButton({ label, className, content, items, focus = null }) {
  const button = h(
    "button",
    {
      type: "button", class: className, title: label,
      "aria-label": label, "aria-haspopup": "menu", "aria-expanded": "false",
      dataset: focus ? { focus } : {},
      onclick: () => openMenu(button, label, items()),
    },
    content,
  );
  return button;
}

function openMenu(button, label, items) {
  const menu = h("div", { class: "popup menu sheet", popover: "auto", role: "menu", "aria-label": label });
  menu.append(...items.map((item) => menuItem(item, menu)));
  menu.addEventListener("keydown", (event) => move(event, menu));
  openPopup(menu, button);
  menu.querySelector("[role=menuitem]")?.focus();
}

function menuItem(item, menu) {
  if (item.heading) return h("div", { class: "menu-heading", role: "presentation" }, item.heading);
  return h(
    "button",
    {
      type: "button", role: "menuitem", tabindex: "-1",
      class: item.danger ? "menu-item menu-danger" : "menu-item",
      onclick: () => {
        menu.hidePopover();
        item.run();
      },
    },
    h("span", {}, item.label),
    item.detail ? h("span", { class: "menu-detail" }, item.detail) : null,
  );
}

function move(event, menu) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const next = stepTo(event.key, items.indexOf(document.activeElement), items.length);
  if (event.key === "Tab") menu.hidePopover();
  if (next === null) return;
  event.preventDefault();
  items[next].focus();
}
