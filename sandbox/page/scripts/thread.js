/** The side panel with a thread: its first message, the replies, and where one answers. */

import { Composer } from "./composer.js";
import { fill, h, iconButton, reconcile } from "./dom.js";
import { MessageList } from "./messages.js";
import { conversation, placeName } from "./store.js";

/** Keeps the panel true. */
export function mountThread(node, store, session) {
  const where = h("p", { class: "place-topic" });
  const close = iconButton("Close thread", "close", () => session.closeThread());
  const words = h("div", { class: "place-words" }, h("h2", { class: "place-name" }, "Thread"), where);
  const head = h("header", { class: "place-head" }, words, close);
  const body = h("div", { class: "place-body" });
  const foot = h("div", { class: "place-foot" });
  const list = new MessageList(store, session, true);
  node.append(head, body, foot);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !event.target.closest("[popover], dialog")) session.closeThread();
  });

  store.on(["route", "replies", "workspace"], (state) => {
    const { route, replies, workspace } = state;
    const opening = node.hidden && route.thread;
    node.hidden = !route.thread || !workspace;
    document.body.classList.toggle("has-thread", !node.hidden);
    if (node.hidden) return;
    where.textContent = placeName(workspace, conversation(state));
    showReplies(body, list, replies, route);
    showComposer(foot, store, session);
    if (opening) foot.querySelector("textarea")?.focus();
  });
}

function showReplies(body, list, replies, route) {
  if (!replies) return fill(body, h("p", { class: "empty" }, "Loading…"));
  if (!replies.length) return fill(body, h("p", { class: "empty" }, "This thread is not there any more."));
  if (list.node.parentElement !== body) fill(body, list.node);
  return list.show(replies, `${route.person}:${route.thread}`);
}

function showComposer(foot, store, session) {
  const { person, place, thread } = store.state.route;
  const draft = `${person}:${place}:${thread}`;
  reconcile(foot, [draft], {
    key: (key) => key,
    signature: () => "",
    build: () => new Composer({ store, session, draft, label: "Reply in the thread", thread }).node,
  });
}
