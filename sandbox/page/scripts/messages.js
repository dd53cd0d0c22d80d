/** A list of messages: day dividers, grouping, the mark of what is new, staying at the end. */

import { dateOf, instantOf, longDate, nearDay, nowOf } from "./dates.js";
import { h, reconcile } from "./dom.js";
import { authorOf, messageNode } from "./message.js";
import { stepTo } from "./popup.js";
import { conversation, placeName, player } from "./store.js";

const GROUP_WITHIN = 5 * 60_000;
const NEAR_END = 80;
const NEAR_START = 240;

/** What a list shows, in order: `{kind: "day" | "new" | "message", ...}`. */
export function listItems(messages, { workspace, unreadFrom, clock }, inThread) {
  const items = [];
  let before = null;
  for (const message of messages) {
    const at = instantOf(message.ts);
    const day = dateOf(at, workspace.zone);
    const newDay = !before || before.day !== day;
    const isNew = !inThread && message.ts === unreadFrom;
    if (newDay && !inThread) items.push({ kind: "day", key: `day:${day}`, text: dayWords(at, nowOf(clock), workspace.zone) });
    if (isNew) items.push({ kind: "new", key: "new" });
    const author = authorOf(message, workspace).real_name;
    const together = before && !newDay && !isNew && at - before.at < GROUP_WITHIN;
    const grouped = Boolean(together && before.author === author && !before.message.ephemeral === !message.ephemeral);
    items.push({ kind: "message", key: message.ts, message, grouped });
    before = { at, day, author, message };
  }
  return items;
}

function dayWords(at, now, zone) {
  const near = nearDay(at, now, zone);
  return near ? `${near}, ${longDate(at, zone).replace(/^\w+, /, "")}` : longDate(at, zone);
}

export class MessageList {
  #shown = null;
  #first = null;
  #last = null;
  #atEnd = true;

  constructor(store, session, inThread) {
    Object.assign(this, { store, session, inThread });
    this.node = h("div", { class: "messages", role: "log", "aria-label": "Messages", onkeydown: (event) => this.#key(event), onscroll: () => this.#scrolled() });
    // Pictures grow when they have come; who reads the newest goes on reading it.
    this.node.addEventListener("load", () => this.#atEnd && this.toEnd(), true);
  }

  /** Shows messages; `place` names where they stand: another place starts at its end. */
  show(messages, place) {
    const { state } = this.store;
    const moved = this.#shown !== place;
    const ownNews = this.#isOwnNews(messages.at(-1), state.route.person);
    const stay = !moved && !ownNews && !this.#isNear();
    this.node.setAttribute("aria-live", moved ? "off" : "polite");
    this.#shown = place;
    // What comes in above must not push away what is being read.
    const paged = !moved && this.#first !== messages[0]?.ts;
    const below = this.node.scrollHeight - this.node.scrollTop;
    this.#first = messages[0]?.ts;
    const people = state.workspace.users.map(({ id, real_name: name, color }) => [id, name, color]);
    const items = listItems(messages, state, this.inThread);
    reconcile(this.node, this.inThread ? items : [this.#top(state), ...items], {
      key: ({ key }) => `${place}:${key}`,
      signature: (item) => JSON.stringify([item, state.workspace.zone, player(state)?.tz, people]),
      build: (item) => this.#build(item),
    });
    this.#roving();
    if (!stay) this.toEnd();
    else if (paged) this.node.scrollTop = this.node.scrollHeight - below;
  }

  #top(state) {
    return state.earlier ? { kind: "earlier", key: "earlier" } : { kind: "start", key: "start", name: placeName(state.workspace, conversation(state)) };
  }

  #scrolled() {
    this.#atEnd = this.#isNear();
    if (!this.inThread && this.store.state.earlier && this.node.scrollTop < NEAR_START) this.session.loadEarlier();
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
    this.#atEnd = true;
  }

  #isNear() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight <= NEAR_END;
  }

  // What one has just said, or is told in private, is looked for at the end.
  #isOwnNews(last, me) {
    const news = last && last.ts !== this.#last;
    this.#last = last?.ts ?? null;
    return Boolean(news && (last.ephemeral || last.user === me));
  }

  #build(item) {
    if (item.kind === "day") return h("div", { class: "day-line", role: "separator" }, h("span", {}, item.text));
    if (item.kind === "new") return h("div", { class: "new-line", role: "separator" }, h("span", {}, "New"));
    if (item.kind === "start") return h("p", { class: "list-start" }, "This is where ", h("strong", {}, item.name), " begins.");
    if (item.kind === "earlier") {
      return h("div", { class: "list-start" },
        h("button", { type: "button", class: "button", dataset: { focus: "earlier" }, onclick: () => this.session.loadEarlier() }, "Earlier messages"));
    }
    const { message, grouped } = item;
    return messageNode(message, { grouped, inThread: this.inThread, state: this.store.state, session: this.session });
  }

  #roving() {
    const all = [...this.node.querySelectorAll(".message")];
    const current = all.find((node) => node.contains(document.activeElement)) ?? all.at(-1);
    for (const node of all) node.tabIndex = node === current ? 0 : -1;
  }

  // One stop of the Tab key for the whole list; the arrow keys go from message to message.
  #key(event) {
    if (!event.target.classList.contains("message")) return;
    const all = [...this.node.querySelectorAll(".message")];
    const next = stepTo(event.key, all.indexOf(event.target), all.length);
    if (next === null) return;
    event.preventDefault();
    all[next].focus();
    this.#roving();
  }
}
