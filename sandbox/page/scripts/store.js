/** What the page shows, in one place; parts of the page listen to the keys that they show. */

export class Store {
  #listeners = [];
  #changed = new Set();

  state = {
    route: { person: null, place: null, thread: null },
    workspace: null,
    clock: null,
    marks: [],
    messages: null,
    earlier: false,
    unreadFrom: null,
    replies: null,
    home: undefined,
    views: [],
    waiting: {},
    connected: true,
    drawer: false,
  };

  /** Sets keys and tells their listeners, once, after the current turn. */
  set(patch) {
    Object.assign(this.state, patch);
    if (this.#changed.size === 0) queueMicrotask(() => this.#flush());
    for (const key of Object.keys(patch)) this.#changed.add(key);
  }

  /** Calls `listener(state)` when one of `keys` was set. */
  on(keys, listener) {
    this.#listeners.push({ keys, listener });
  }

  #flush() {
    const changed = this.#changed;
    this.#changed = new Set();
    for (const { keys, listener } of this.#listeners) {
      if (keys.some((key) => changed.has(key))) listener(this.state);
    }
  }
}

/** The open conversation's facts, or undefined on the Home and before loading. */
export function conversation(state) {
  return state.workspace?.conversations.find((one) => one.id === state.route.place);
}

/** The person who is played, or undefined before loading. */
export function player(state) {
  return state.workspace?.users.find(({ id }) => id === state.route.person);
}

/** How a conversation is called: `#room-4`, or the people in it. */
export function placeName(workspace, one) {
  if (!one) return "";
  return one.kind === "channel" && !one.is_private ? `#${one.name}` : one.name;
}

/** True for the direct messages between this person and the app. */
export function isAppDm(workspace, one) {
  return one?.kind === "im" && one.members.includes(workspace.app.bot_user_id);
}
