/** Renders Block Kit elements: which kind is drawn by which part, and how an action is performed. */

import { button, feedback, iconOnly, overflow } from "./buttons.js";
import { checkboxes, radioButtons } from "./choices.js";
import { confirmDialog } from "./dialog.js";
import { h } from "./dom.js";
import { dateField, dateTimeField, textField, timeField } from "./fields.js";
import { fileField } from "./file_field.js";
import { picture } from "./picture.js";
import { select } from "./select.js";

const ELEMENTS = {
  button,
  workflow_button: button,
  icon_button: iconOnly,
  feedback_buttons: feedback,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: dateField,
  timepicker: timeField,
  datetimepicker: dateTimeField,
  plain_text_input: textField,
  rich_text_input: textField,
  number_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  file_input: fileField,
  image: (element, ctx) => picture(element, ctx.me),
};

for (const of of ["static", "external", "users", "conversations", "channels"]) {
  ELEMENTS[`${of}_select`] = select;
  ELEMENTS[`multi_${of}_select`] = select;
}

const NATIVE = /^(datepicker|timepicker|datetimepicker|.*_input)$/;

/** True where a `label for` reaches the control; a group or a picker is labelled by id instead. */
export function isLabelled(element) {
  return NATIVE.test(element.type) && element.type in ELEMENTS;
}

/** One element, with what it needs to act: `element.perform(patch, node)`. */
export function elementNode(element, block, ctx) {
  const build = ELEMENTS[element.type];
  if (!build) return h("p", { class: "placeholder" }, `A “${element.type}” stands here; this page does not draw it.`);
  return build(element, {
    ...ctx,
    focus: `${ctx.scope}:${block.block_id}:${element.action_id}`,
    value: ctx.valueOf?.(block.block_id, element.action_id) ?? null,
    keep: (patch) => ctx.keep?.(block.block_id, element.action_id, { type: element.type, ...patch }),
    dispatches: !ctx.inInput || block.dispatch_action === true,
    suggest: (text) => ctx.suggest({ block_id: block.block_id, action_id: element.action_id }, text),
    perform: (patch, node) => perform(element, block, ctx, patch, node),
  });
}

async function perform(element, block, ctx, patch, node) {
  if (element.confirm && !(await confirmDialog(element.confirm))) return false;
  node?.setAttribute("aria-busy", "true");
  try {
    await ctx.act({ type: element.type, action_id: element.action_id, block_id: block.block_id, ...patch });
  } finally {
    node?.removeAttribute("aria-busy");
  }
  return true;
}
