/** Buttons and overflow menus of Block Kit. */

import { h, icon } from "./dom.js";
import { menuButton } from "./menu.js";
import { plainTextOf } from "./mrkdwn.js";

/** A button; one with a `url` opens it as well. */
export function button(element, ctx) {
  const words = plainTextOf(element.text ?? { text: element.icon ?? "Button" });
  const node = h(
    "button",
    {
      type: "button",
      class: `button ${element.style ? `button-${element.style}` : ""}`,
      "aria-label": element.accessibility_label ?? null,
      dataset: { focus: ctx.focus },
      onclick: () => click(element, ctx, node),
    },
    words,
  );
  return node;
}

function click(element, ctx, node) {
  if (node.getAttribute("aria-busy")) return;
  if (element.url && /^https?:/i.test(element.url)) open(element.url, "_blank", "noopener");
  ctx.perform({}, node);
}

/** A menu of further choices behind three dots. */
export function overflow(element, ctx) {
  const choose = (option) => {
    if (option.url && /^https?:/i.test(option.url)) open(option.url, "_blank", "noopener");
    ctx.perform({ selected_option: option }, node);
  };
  const node = menuButton({
    label: ctx.label ? `More choices: ${ctx.label}` : "More choices",
    className: "button button-icon",
    focus: ctx.focus,
    content: icon("more"),
    items: () =>
      element.options.map((option) => ({
        label: plainTextOf(option.text),
        detail: plainTextOf(option.description),
        run: () => choose(option),
      })),
  });
  return node;
}
