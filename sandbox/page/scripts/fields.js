/** Text, number, date and time fields. */

import { epochOf, wallOf } from "./dates.js";
import { h } from "./dom.js";
import { plainTextOf } from "./mrkdwn.js";
import { richOf, wordsOf } from "./rich_text.js";

const TEXT_KINDS = { email_text_input: "email", url_text_input: "url" };
const SETTLE = 500;

function common(element, ctx) {
  return {
    id: ctx.fieldId ?? null,
    class: "field-control",
    "aria-label": ctx.labelId ? null : ctx.label || plainTextOf(element.placeholder) || "Value",
    "aria-describedby": ctx.describedBy ?? null,
    "aria-invalid": ctx.invalid ? "true" : null,
    placeholder: plainTextOf(element.placeholder) || null,
    autofocus: element.focus_on_load ?? false,
    dataset: { focus: ctx.focus },
  };
}

/** One line or several; numbers and addresses bring the right keyboard on a phone. */
export function textField(element, ctx) {
  const multiline = element.multiline || element.type === "rich_text_input";
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const rich = element.type === "rich_text_input";
  const patch = () => (rich ? { rich_text_value: richOf(node.value) } : { value: node.value || null });
  const written = (found, initial) => (rich ? wordsOf(found ? found.rich_text_value : initial) : found ? found.value ?? "" : initial ?? "");
  const send = () => ctx.perform(patch(), node);
  const typed = settled(send);
  const node = h(multiline ? "textarea" : "input", {
    ...common(element, ctx),
    type: multiline ? null : TEXT_KINDS[element.type] ?? "text",
    rows: multiline ? "4" : null,
    inputmode: element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : null,
    maxlength: element.max_length ?? null,
    autocomplete: "off",
    value: written(ctx.value, element.initial_value),
    oninput: () => {
      ctx.keep(patch());
      if (ctx.dispatches && triggers.includes("on_character_entered")) typed();
    },
    onkeydown: (event) => {
      if (event.key !== "Enter" || multiline || !ctx.dispatches || !triggers.includes("on_enter_pressed")) return;
      event.preventDefault();
      send();
    },
  });
  return node;
}

function settled(action) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, SETTLE);
  };
}

// A native date or time field reports every key press as a change, so an action waits until it settles.
function pickField(element, ctx, { type, initial, patch }) {
  const act = settled(() => ctx.perform(patch(node.value), node));
  const node = h("input", {
    ...common(element, ctx),
    type,
    class: "field-control field-short",
    value: initial ?? "",
    onchange: () => {
      ctx.keep(patch(node.value));
      if (ctx.dispatches && node.value) act();
    },
  });
  return node;
}

/** A date. */
export function dateField(element, ctx) {
  return pickField(element, ctx, {
    type: "date",
    initial: ctx.value ? ctx.value.selected_date : element.initial_date,
    patch: (value) => ({ selected_date: value || null }),
  });
}

/** A time of day. */
export function timeField(element, ctx) {
  return pickField(element, ctx, {
    type: "time",
    initial: ctx.value ? ctx.value.selected_time : element.initial_time,
    patch: (value) => ({ selected_time: value || null }),
  });
}

/** A date with a time, read in the reader's own zone. */
export function dateTimeField(element, ctx) {
  const epoch = ctx.value ? ctx.value.selected_date_time : element.initial_date_time;
  return pickField(element, ctx, {
    type: "datetime-local",
    initial: epoch ? wallOf(epoch, ctx.ownZone) : "",
    patch: (value) => ({ selected_date_time: value ? epochOf(value, ctx.ownZone) : null }),
  });
}
