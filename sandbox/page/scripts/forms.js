/** What has been typed into the views that are open, in the shape of Slack's `state.values`. */

const FIELDS = [
  ["initial_value", "value"],
  ["initial_option", "selected_option"],
  ["initial_options", "selected_options"],
  ["initial_date", "selected_date"],
  ["initial_time", "selected_time"],
  ["initial_date_time", "selected_date_time"],
  ["initial_user", "selected_user"],
  ["initial_users", "selected_users"],
  ["initial_conversation", "selected_conversation"],
  ["initial_conversations", "selected_conversations"],
  ["initial_channel", "selected_channel"],
  ["initial_channels", "selected_channels"],
];

function initialOf(element) {
  const value = { type: element.type };
  if (element.type === "rich_text_input") return { ...value, rich_text_value: element.initial_value ?? null };
  for (const [initial, field] of FIELDS) if (element[initial] !== undefined) value[field] = element[initial];
  return value;
}

const REQUIRED = "Please complete this required field.";

const isEmpty = ({ type: _, ...rest }) =>
  Object.values(rest).every((value) => value === null || value === "" || value?.length === 0);

export class Forms {
  #values = new Map();
  #unsent = new Map();

  /** Remembers one input's value. */
  keep(view, block, action, value) {
    const values = this.#values.get(view) ?? {};
    this.#values.set(view, { ...values, [block]: { ...values[block], [action]: value } });
    this.#unsent.set(JSON.stringify([view, block, action]), { block_id: block, action_id: action, ...value });
  }

  /** What was typed since the last time, as actions, without the one that is about to be sent. */
  takeUnsent(view, { block_id: block, action_id: action }) {
    const found = [...this.#unsent].filter(([key]) => JSON.parse(key)[0] === view);
    for (const [key] of found) this.#unsent.delete(key);
    return found.map(([, one]) => one).filter((one) => one.block_id !== block || one.action_id !== action);
  }

  /** What stands in one input: what was typed, else what the sandbox remembers, else null. */
  valueOf(view, block, action) {
    return this.#values.get(view.id)?.[block]?.[action] ?? view.state?.values?.[block]?.[action] ?? null;
  }

  /** The values of all inputs of a view, touched or not; other elements have sent theirs already. */
  values(view) {
    const inputs = view.blocks.filter(({ type }) => type === "input");
    const pairs = inputs.map(({ block_id: block, element }) => {
      const value = this.valueOf(view, block, element.action_id) ?? initialOf(element);
      return [block, { [element.action_id]: value }];
    });
    return Object.fromEntries(pairs);
  }

  /** What Slack's client says before it sends: errors by block for required inputs left empty, or null. */
  missing(view) {
    const values = this.values(view);
    const empty = view.blocks.filter(({ type, optional, block_id: block, element }) =>
      type === "input" && !optional && isEmpty(values[block][element.action_id]));
    return empty.length ? Object.fromEntries(empty.map(({ block_id: block }) => [block, REQUIRED])) : null;
  }

  /** Forgets the views that are not open any more. */
  retain(views) {
    const open = new Set(views.map(({ id }) => id));
    for (const id of this.#values.keys()) if (!open.has(id)) this.#values.delete(id);
  }
}
