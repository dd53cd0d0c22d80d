/** Checkboxes and radio buttons. */

import { h, uniqueId } from "./dom.js";
import { textNodes } from "./mrkdwn.js";

function group(role, element, ctx, kind, isChosen, onChange) {
  const name = uniqueId("choice");
  return h(
    "div",
    {
      class: "choices",
      role,
      id: ctx.fieldId ?? null,
      "aria-labelledby": ctx.labelId ?? null,
      "aria-label": ctx.labelId ? null : ctx.label || "Choices",
      "aria-describedby": ctx.describedBy ?? null,
    },
    ...element.options.map((option, index) => choice({ option, index, kind, name, ctx, isChosen, onChange })),
  );
}

function choice({ option, index, kind, name, ctx, isChosen, onChange }) {
  const id = uniqueId("option");
  const details = uniqueId("detail");
  return h(
    "div",
    { class: "choice" },
    h("input", {
      id, name,
      type: kind,
      value: option.value,
      checked: isChosen(option),
      "aria-describedby": option.description ? details : null,
      dataset: { focus: `${ctx.focus}:${index}` },
      onchange: onChange,
    }),
    h(
      "div",
      { class: "choice-text" },
      h("label", { htmlFor: id }, ...textNodes(option.text, ctx)),
      option.description ? h("div", { class: "choice-detail", id: details }, ...textNodes(option.description, ctx)) : null,
    ),
  );
}

const chosen = (node, options) =>
  options.filter((_, index) => node.querySelectorAll("input")[index].checked);

/** Boxes that are set or unset, each on its own. */
export function checkboxes(element, ctx) {
  const initial = ctx.value?.selected_options ?? element.initial_options ?? [];
  const was = new Set(initial.map(({ value }) => value));
  const node = group("group", element, ctx, "checkbox", ({ value }) => was.has(value), async (event) => {
    const patch = { selected_options: chosen(node, element.options) };
    ctx.keep(patch);
    if (ctx.dispatches && !(await ctx.perform(patch, node))) event.target.checked = !event.target.checked;
  });
  return node;
}

/** One of several. */
export function radioButtons(element, ctx) {
  let current = (ctx.value?.selected_option ?? element.initial_option)?.value;
  const node = group("radiogroup", element, ctx, "radio", ({ value }) => value === current, async () => {
    const [option] = chosen(node, element.options);
    ctx.keep({ selected_option: option });
    if (ctx.dispatches && !(await ctx.perform({ selected_option: option }, node))) restore(node, current);
    else current = option.value;
  });
  return node;
}

function restore(node, value) {
  for (const input of node.querySelectorAll("input")) input.checked = input.value === value;
}
