/** Buttons and overflow menus of Block Kit. */

import { h, icon, iconButton } from "./dom.js";
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

/** A button that is only a sign; its text is its name. */
export function iconOnly(element, ctx) {
  const label = element.accessibility_label ?? plainTextOf(element.text);
  const node = iconButton(label, element.icon === "trash" ? "trash" : "more", () => click(element, ctx, node), {
    className: "button-sign", focus: ctx.focus,
  });
  return node;
}

/** Two buttons that say whether an answer helped. */
export function feedback({ positive_button: good, negative_button: bad }, ctx) {
  const choice = (one, sign) => {
    const node = h("button", {
      type: "button", class: "button",
      "aria-label": one.accessibility_label ?? plainTextOf(one.text),
      dataset: { focus: `${ctx.focus}:${one.value}` },
      onclick: () => ctx.perform({ value: one.value }, node),
    }, `${sign} ${plainTextOf(one.text)}`);
    return node;
  };
  return h("span", { class: "feedback" }, choice(good, "👍"), choice(bad, "👎"));
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
