/** The selects of Block Kit: static, external, users, conversations, channels; one or several. */

import { plainTextOf } from "./mrkdwn.js";
import { picker } from "./picker.js";

const LEAST = 3;

const one = (option, group) => ({
  value: option.value,
  label: plainTextOf(option.text),
  detail: plainTextOf(option.description),
  group,
  option,
});

function staticOptions(element) {
  if (!element.option_groups) return (element.options ?? []).map((option) => one(option));
  return element.option_groups.flatMap((group) => group.options.map((option) => one(option, plainTextOf(group.label))));
}

const personOption = (user) => ({ value: user.id, label: user.real_name, detail: user.title });
const placeOption = (place) => ({ value: place.id, label: place.kind === "channel" ? `#${place.name}` : place.name });
const people = (ctx) => [...ctx.people.values()].filter(({ kind }) => kind !== "deleted").map(personOption);
const places = (ctx) => [...ctx.channels.values()].filter(({ is_archived: gone }) => !gone);

const isPublic = ({ kind, is_private: hidden }) => kind === "channel" && !hidden;

// Slack's words for the kinds of conversation that a select may offer.
const kindOf = ({ kind, is_private: hidden }) => (kind === "channel" ? (hidden ? "private" : "public") : kind);

function offered({ filter }, ctx) {
  const bots = [...ctx.people.values()].filter(({ is_bot: bot }) => bot).map(({ id }) => id);
  const withBot = ({ kind, members }) => kind === "im" && members.some((id) => bots.includes(id));
  return places(ctx)
    .filter((one) => !filter?.include || filter.include.includes(kindOf(one)))
    .filter((one) => !filter?.exclude_bot_users || !withBot(one));
}

const KINDS = {
  static: { suffix: "option", of: staticOptions, from: (option) => one(option), to: ({ option }) => option },
  external: { suffix: "option", from: (option) => one(option), to: ({ option }) => option },
  users: { suffix: "user", of: (_, ctx) => people(ctx) },
  conversations: { suffix: "conversation", of: (element, ctx) => offered(element, ctx).map(placeOption) },
  channels: { suffix: "channel", of: (_, ctx) => places(ctx).filter(isPublic).map(placeOption) },
};

/** A select element; its action carries the value as Slack names it. */
export function select(element, ctx) {
  const multiple = element.type.startsWith("multi_");
  const kind = KINDS[element.type.replace("multi_", "").replace("_select", "")];
  const field = `selected_${kind.suffix}${multiple ? "s" : ""}`;
  const initial = `initial_${kind.suffix}${multiple ? "s" : ""}`;
  const from = kind.from ?? ((id) => kind.of(element, ctx).find(({ value }) => value === id) ?? { value: id, label: id });
  const to = kind.to ?? (({ value }) => value);
  const read = () => [(ctx.value ? ctx.value[field] : element[initial]) ?? []].flat().map(from);
  const patchOf = (chosen) => ({ [field]: multiple ? chosen.map(to) : chosen.length ? to(chosen[0]) : null });
  let before = read();
  let chosen = before;

  const act = async () => {
    if (await ctx.perform(patchOf(chosen), control.node)) before = chosen;
    else control.choose(before);
  };
  const control = picker({
    label: ctx.label || plainTextOf(element.placeholder) || "Choose",
    labelId: ctx.labelId, describedBy: ctx.describedBy, invalid: ctx.invalid,
    id: ctx.fieldId, focus: ctx.focus, autofocus: element.focus_on_load,
    placeholder: plainTextOf(element.placeholder),
    chosen: before, multiple, max: element.max_selected_items,
    options: () => kind.of(element, ctx),
    least: element.min_query_length ?? LEAST,
    load: kind.of ? null : async (text) => (await ctx.suggest(text)).map((option) => one(option)),
    onPick: (picked) => {
      chosen = picked;
      ctx.keep(patchOf(picked));
    },
    onDone: () => {
      if (ctx.dispatches) act();
    },
  });
  return control.node;
}
