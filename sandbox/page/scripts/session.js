/** What the person at the page does: goes somewhere, says, clicks, submits; keeps the store true. */

import { ApiError, firstLook, health, moveClock, personApi } from "./api.js";
import { base64Of } from "./files.js";
import { notice } from "./notices.js";
import { addRoute, goTo, settleRoute } from "./route.js";
import { conversation, isAppDm } from "./store.js";
import { Stream } from "./stream.js";
import { Waiting } from "./waiting.js";

const COALESCE = 60;
const LOOK_WAIT = 1200;
const PAGE = 50;
const LONGEST_THREAD = 1000;

export class Session {
  #stream = null;
  #visit = 0;
  #timers = new Map();
  #paging = false;

  constructor(store) {
    this.store = store;
    this.waiting = new Waiting(store);
  }

  get state() {
    return this.store.state;
  }

  get channel() {
    return conversation(this.state);
  }

  /** Shows what the route names, filling in what it leaves open. */
  async go(route) {
    const same = this.state.workspace && route.person === this.state.route.person;
    return same ? this.#show(route) : this.#become(route);
  }

  async #become(route) {
    this.#stream?.close();
    const visit = ++this.#visit;
    const workspace = await this.#look(route.person);
    if (visit !== this.#visit) return undefined;
    if (!workspace) return this.#later("look", () => this.#become(route), LOOK_WAIT);
    const person = workspace.me.id;
    this.api = personApi(person);
    this.store.set({ connected: true, clock: null, messages: null, replies: null, home: undefined, views: [] });
    this.store.set({ route: { person, place: null, thread: null } });
    this.#take(workspace);
    this.#stream = new Stream(person, (event) => this.#hear(event), () => this.#broken());
    this.waiting.follow(workspace.users, person);
    this.#loadViews();
    return this.#show({ ...route, person });
  }

  // The workspace as a person sees it, or as its first person does where that one is not there.
  async #look(person) {
    const state = await this.attempt(health);
    if (!state) this.store.set({ connected: false });
    if (state && !state.seeded) this.store.set({ connected: true, workspace: null });
    if (!state?.seeded) return null;
    const own = person && (await personApi(person).workspace().catch(unlessRefused));
    return own || firstLook().catch(unlessRefused);
  }

  #take(workspace) {
    this.store.set({ workspace, marks: workspace.marks ?? [] });
    this.#takeClock(workspace.clock);
  }

  #takeClock({ now, rate, seq }) {
    if (seq < (this.state.clock?.seq ?? 0)) return;
    this.store.set({ clock: { now: Date.parse(now), rate, seq, received: performance.now() } });
  }

  async #show(route) {
    const place = this.#place(route.place);
    const settled = { ...route, place, thread: place === route.place ? route.thread : null };
    settleRoute(settled);
    const before = this.state.route;
    const moved = before.place !== place;
    this.store.set({ route: settled, drawer: moved ? false : this.state.drawer });
    if (moved) this.store.set({ messages: null, unreadFrom: null, earlier: false });
    if (moved || before.thread !== settled.thread) this.store.set({ replies: null });
    if (place === "home") return this.#loadHome();
    return Promise.all([this.#loadMessages(moved), this.#loadThread()]);
  }

  // `app` stands for this person's own messages with the app; a place that is not theirs for the first one.
  #place(wanted) {
    const { conversations } = this.state.workspace;
    if (wanted === "home" || conversations.some(({ id }) => id === wanted)) return wanted;
    const first = conversations.find(({ kind }) => kind === "channel") ?? conversations[0];
    if (wanted === "app") return conversations.find((one) => isAppDm(this.state.workspace, one))?.id ?? "home";
    return first?.id ?? "home";
  }

  async #loadMessages(fresh) {
    const { id, unread } = this.channel;
    const me = this.api.as;
    // What was paged back to stays; only a fresh look begins with the newest page.
    const from = fresh ? null : this.state.messages?.[0]?.ts;
    const answer = await this.attempt(() => this.api.messages(id, from ? { oldest: from } : { limit: Math.max(PAGE, unread + 5) }));
    if (!answer || this.state.route.place !== id) return;
    const messages = standing(answer);
    if (fresh) this.store.set({ unreadFrom: firstUnread(messages, unread, me) });
    const older = from ? (this.state.messages ?? []).filter(({ ts }) => ts < from) : [];
    this.store.set({ messages: [...older, ...messages], ...(older.length ? {} : { earlier: answer.has_more }) });
    this.#markRead();
  }

  /** Puts an earlier page before what is shown. */
  async loadEarlier() {
    const { earlier, messages, route } = this.state;
    if (!earlier || !messages?.length || this.#paging) return;
    this.#paging = true;
    const answer = await this.attempt(() => this.api.messages(route.place, { before: messages[0].ts, limit: PAGE }));
    this.#paging = false;
    const here = this.state.route.place === route.place && this.state.route.person === route.person;
    if (answer && here) this.store.set({ messages: [...standing(answer), ...this.state.messages], earlier: answer.has_more });
  }

  async #markRead() {
    const here = this.channel;
    if (!here || document.hidden || !here.unread) return;
    const conversations = this.state.workspace.conversations.map((one) => (one === here ? { ...one, unread: 0 } : one));
    this.store.set({ workspace: { ...this.state.workspace, conversations } });
    await this.attempt(() => this.api.read(here.id));
  }

  async #loadThread() {
    const { place, thread } = this.state.route;
    if (!thread) return;
    const answer = await this.attempt(() => this.api.messages(place, { thread_ts: thread, limit: LONGEST_THREAD }));
    if (answer && this.state.route.thread === thread) this.store.set({ replies: answer.messages.filter((one) => !one.deleted) });
  }

  async #loadHome() {
    // Opening waits for the app, so what it showed last time is shown meanwhile.
    const { api } = this;
    const last = this.state.home === undefined && (await this.attempt(() => api.peekHome()));
    if (last?.view && api === this.api) this.store.set({ home: last.view });
    const answer = await this.attempt(() => api.home());
    if (answer && api === this.api) this.store.set({ home: answer.view ?? null });
  }

  async #loadViews() {
    const answer = await this.attempt(() => this.api.views());
    if (answer) this.store.set({ views: answer.views });
  }

  async #loadWorkspace() {
    const workspace = await this.attempt(() => this.api.workspace());
    if (workspace?.users.some(({ id }) => id === this.api.as)) this.#take(workspace);
    if (this.state.workspace) this.#markRead();
  }

  // Many events come at once; each thing is loaded anew only after the last of them.
  #later(key, action, wait = COALESCE) {
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(action, wait));
  }

  #hear(event) {
    const type = event.type;
    if (type === "message" || type.startsWith("message_") || type === "ephemeral") this.#heardMessage(event);
    else if (type.startsWith("view_")) this.store.set({ views: event.views ?? [] });
    else if (type === "home") this.store.set({ home: event.view ?? null });
    else if (type === "conversation") this.#later("workspace", () => this.#loadWorkspace());
    else if (type === "marks") this.store.set({ marks: event.marks ?? this.state.marks });
    else if (type === "clock") this.#takeClock(event.clock ?? event);
    else if (type === "notice") notice(event.text);
    else if (type === "reset") this.#later("reset", () => this.#become(this.state.route));
  }

  #heardMessage({ channel }) {
    this.#later("workspace", () => this.#loadWorkspace());
    if (channel !== this.state.route.place) return;
    this.#later("messages", () => {
      if (this.channel) this.#loadMessages(false);
      this.#loadThread();
    });
  }

  // The sandbox may have been started anew, with other people or none yet, so everything is loaded anew.
  #broken() {
    this.store.set({ connected: false });
    this.#later("look", () => this.#become(this.state.route), LOOK_WAIT);
  }

  /** Runs a call; a refusal becomes a notice and the answer is undefined. */
  async attempt(action) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code !== "unreachable" || this.state.connected) notice(error.message);
      return undefined;
    }
  }

  /** Goes somewhere and waits until it is shown; one step back leads where one was. */
  visit(route) {
    addRoute(route);
    return this.go(route);
  }

  openThread(ts) {
    goTo({ ...this.state.route, thread: ts });
  }

  closeThread() {
    goTo({ ...this.state.route, thread: null });
  }

  /** Does what Slack's message box does: a slash sends a command; true when it was taken. */
  async say(text, thread) {
    return Boolean(await this.attempt(() => this.api.say(this.state.route.place, text, thread)));
  }

  /** Puts this person's emoji on a message, or takes it off. */
  react(ts, name, remove) {
    return this.attempt(() => this.api.react(this.state.route.place, ts, name, remove));
  }

  /** Shares a file in the open conversation. */
  share(file) {
    const channel = this.state.route.place;
    return this.attempt(async () => this.api.upload(file.name, await base64Of(file), { channel }));
  }

  /** Brings a file for a form; answers Slack's object of it, or undefined. */
  async bring(file) {
    return (await this.attempt(async () => this.api.upload(file.name, await base64Of(file))))?.described;
  }

  edit(ts, text) {
    return this.attempt(() => this.api.edit(this.state.route.place, ts, text));
  }

  remove(ts) {
    return this.attempt(() => this.api.remove(this.state.route.place, ts));
  }

  // What became of a click, when it did not work, comes over the stream as a notice.
  actOnMessage(ts, action) {
    return this.attempt(() => this.api.messageAction(this.state.route.place, ts, action));
  }

  /** Acts in a view; `typed` are the inputs that the sandbox does not know yet, as actions. */
  async actOnView(view, action, typed) {
    for (const one of typed) await this.attempt(() => this.api.viewAction(view, one));
    return this.attempt(() => this.api.viewAction(view, action));
  }

  /** Submits a form; answers the errors by block, a sentence for the whole form, or neither. */
  async submit(view, values) {
    try {
      const { errors } = await this.api.submit(view, values);
      return { errors: errors ?? null, text: null };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { errors: error.errors, text: error.errors ? null : error.message };
    }
  }

  closeView(view, all) {
    return this.attempt(() => this.api.close(view, all));
  }

  shortcut({ callback_id: callback }, ts = null) {
    const message = ts ? { channel: this.state.route.place, message_ts: ts } : {};
    return this.attempt(() => this.api.shortcut(callback, message));
  }

  async suggest(where, ids, value) {
    return (await this.attempt(() => this.api.suggest(where, ids, value)))?.options ?? [];
  }

  /** Opens a DM or group DM and goes there. */
  async openWith(users) {
    const answer = await this.attempt(() => this.api.open(users));
    if (!answer) return;
    await this.#loadWorkspace();
    goTo({ person: this.api.as, place: answer.channel, thread: null });
  }

  async moveClock(change) {
    const clock = await this.attempt(() => moveClock(change));
    if (clock) this.#takeClock(clock);
  }

}

const standing = ({ messages }) => messages.filter((one) => !one.deleted || one.reply_count);

function unlessRefused(error) {
  if (error instanceof ApiError) return null;
  throw error;
}

/** The `ts` of the oldest message that is new to a person, given how many of others' are. */
function firstUnread(messages, unread, me) {
  const others = messages.filter(({ user, ephemeral }) => user !== me && !ephemeral);
  return unread ? (others.at(-unread) ?? others[0])?.ts ?? null : null;
}
