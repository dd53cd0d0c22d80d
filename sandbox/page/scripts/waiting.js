/** What waits for the people who are not being played: their unread messages, live. */

import { personApi } from "./api.js";
import { Stream } from "./stream.js";

const AT_MOST = 12;
const SETTLE = 250;

export class Waiting {
  #streams = [];

  constructor(store) {
    this.store = store;
  }

  /** Watches every person but `me`, and no more of them than the page can show. */
  follow(users, me) {
    for (const stream of this.#streams) stream.close();
    const others = users.filter(({ id, kind, is_bot: bot }) => id !== me && !bot && kind !== "deleted");
    this.store.set({ waiting: {} });
    this.#streams = others.slice(0, AT_MOST).map(({ id }) => this.#watch(id));
  }

  #watch(id) {
    const api = personApi(id);
    let timer = 0;
    const count = async () => {
      const { conversations } = await api.workspace().catch(() => ({ conversations: [] }));
      const unread = conversations.reduce((sum, one) => sum + one.unread, 0);
      if (this.store.state.route.person !== id) this.store.set({ waiting: { ...this.store.state.waiting, [id]: unread } });
    };
    count();
    return new Stream(id, ({ type }) => {
      if (!/^(message|ephemeral|conversation)/.test(type)) return;
      clearTimeout(timer);
      timer = setTimeout(count, SETTLE);
    });
  }
}
