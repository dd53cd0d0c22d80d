/** One message: author, time, text or blocks, files, thread summary, and what one can do with it. */

import { avatar } from "./avatar.js";
import { blockNode, textContext } from "./blocks.js";
import { fullTime, instantOf, nowOf, timeOf } from "./dates.js";
import { askText, confirmDialog } from "./dialog.js";
import { h, icon, iconButton } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { fileNode } from "./files.js";
import { Forms } from "./forms.js";
import { menuButton } from "./menu.js";
import { mrkdwn, unescapeText } from "./mrkdwn.js";

/** Who wrote a message: a user, or an app under a name of its own. */
export function authorOf(message, workspace) {
  const user = workspace.users.find(({ id }) => id === message.user);
  const name = message.username ?? user?.real_name ?? message.bot_profile?.name ?? "Somebody";
  const bot = Boolean(message.bot_id || user?.is_bot);
  return { id: message.user ?? message.bot_id ?? name, color: user?.color, is_bot: bot, real_name: name };
}

/** Builds a message; `grouped` ones follow the same author and leave the face out. */
export function messageNode(message, { grouped, inThread, state, session }) {
  const author = authorOf(message, state.workspace);
  const { zone } = state.workspace;
  const at = instantOf(message.ts);
  const stamp = h("time", { class: "message-time", title: fullTime(at, zone) }, timeOf(at, zone));
  return h(
    "article",
    {
      class: ["message", grouped ? "is-grouped" : "", message.ephemeral ? "is-ephemeral" : ""].join(" "),
      tabindex: "-1",
      "aria-label": `${author.real_name}, ${timeOf(at, zone)}`,
      dataset: { testid: "message", ts: message.ts, focus: `message:${message.ts}` },
    },
    h("div", { class: "message-gutter" }, grouped ? stamp : avatar(author)),
    h(
      "div",
      { class: "message-body" },
      message.ephemeral ? h("p", { class: "message-private" }, icon("eye"), "Only visible to you") : null,
      grouped ? null : heading(author, stamp),
      content(message, state, session),
      inThread ? null : threadSummary(message, state, session),
    ),
    message.deleted ? null : toolbar(message, { inThread, state, session }),
  );
}

function heading(author, stamp) {
  return h(
    "div",
    { class: "message-heading" },
    h("span", { class: "message-author" }, author.real_name),
    author.is_bot ? h("span", { class: "app-mark" }, "App") : null,
    stamp,
  );
}

function content(message, state, session) {
  if (message.deleted) return h("p", { class: "message-gone" }, "This message was deleted.");
  const ctx = messageContext(message, state, session);
  return [
    blocksBody(message, ctx) ?? textBody(message, ctx),
    (message.attachments ?? []).map((one) => attachment(one, ctx)),
    (message.files ?? []).map((file) => fileNode(file, ctx.me)),
    message.edited && !message.bot_id ? h("span", { class: "message-edited" }, "(edited)") : null,
    reactions(message),
  ];
}

// What people type stays as typed in its blocks; its text carries the styles that Slack would make of it.
function blocksBody({ blocks = [], bot_id: bot, text }, ctx) {
  const typed = !bot && text && blocks.every(({ type }) => type === "rich_text");
  return blocks.length && !typed ? blocks.map((block) => blockNode(block, ctx)) : null;
}

function textBody(message, ctx) {
  return message.text ? h("div", { class: "text" }, ...mrkdwn(message.text, ctx)) : null;
}

function messageContext(message, state, session) {
  const forms = new Forms();
  const view = { id: message.ts };
  return {
    ...textContext(state, () => nowOf(state.clock)),
    scope: message.ts,
    valueOf: (block, action) => forms.valueOf(view, block, action),
    keep: (block, action, value) => forms.keep(message.ts, block, action, value),
    act: (action) => session.actOnMessage(message.ts, action),
    suggest: (ids, text) => session.suggest({ channel: state.route.place, message_ts: message.ts }, ids, text),
  };
}

function attachment(one, ctx) {
  const node = h(
    "div",
    { class: "attachment" },
    one.pretext ? h("div", { class: "text" }, ...mrkdwn(one.pretext, ctx)) : null,
    one.title ? h("strong", {}, unescapeText(one.title)) : null,
    one.blocks ? one.blocks.map((block) => blockNode(block, ctx)) : textBody({ text: one.text ?? one.fallback }, ctx),
  );
  if (/^#?[0-9a-f]{6}$/i.test(one.color ?? "")) node.style.borderLeftColor = `#${one.color.replace("#", "")}`;
  return node;
}

function reactions({ reactions: all = [] }) {
  if (!all.length) return null;
  const chip = ({ name, count, users = [] }) =>
    h("span", { class: "reaction", title: name.replaceAll("_", " ") }, emojiOf(name), ` ${count ?? users.length}`);
  return h("div", { class: "reactions", "aria-label": "Reactions" }, ...all.map(chip));
}

function threadSummary(message, state, session) {
  if (!message.reply_count) return null;
  const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  const last = message.latest_reply ? timeOf(instantOf(message.latest_reply), state.workspace.zone) : null;
  return h(
    "button",
    { type: "button", class: "thread-summary", dataset: { focus: `thread:${message.ts}` }, onclick: () => session.openThread(message.ts) },
    h("strong", {}, words),
    last ? h("span", { class: "thread-last" }, ` Last reply ${last}`) : null,
  );
}

function toolbar(message, { inThread, state, session }) {
  const reply = !inThread && !message.ephemeral;
  const answer = () => session.openThread(message.thread_ts ?? message.ts);
  const items = [...(reply ? [{ label: "Reply in thread", run: answer }] : []), ...menuItems(message, state, session)];
  if (!items.length) return null;
  return h(
    "div",
    { class: "message-tools" },
    reply ? iconButton("Reply in thread", "reply", answer, { className: "tool-reply" }) : null,
    menuButton({
      label: "More actions", className: "icon-button", content: icon("more"),
      items: () => items, focus: `tools:${message.ts}`,
    }),
  );
}

function menuItems(message, { workspace, route }, session) {
  if (message.ephemeral) return [{ label: "Dismiss message", run: () => session.remove(message.ts) }];
  const shortcuts = workspace.app.shortcuts.filter(({ type }) => type === "message");
  const own = message.user === route.person && !message.bot_id;
  return [
    ...(shortcuts.length ? [{ heading: workspace.app.name }] : []),
    ...shortcuts.map((one) => ({ label: one.name, detail: one.description, run: () => session.shortcut(one, message.ts) })),
    ...(own && shortcuts.length ? [{ heading: "This message" }] : []),
    ...(own ? ownItems(message, session) : []),
  ];
}

function ownItems(message, session) {
  return [
    { label: "Edit message", run: () => edit(message, session) },
    { label: "Delete message", danger: true, run: () => remove(message, session) },
  ];
}

async function edit(message, session) {
  const text = await askText("Edit message", unescapeText(message.text));
  if (text?.trim()) await session.edit(message.ts, text);
}

async function remove(message, session) {
  const sure = await confirmDialog({
    title: { text: "Delete message" },
    text: { type: "plain_text", text: "Delete this message? This cannot be undone." },
    confirm: { text: "Delete" },
    deny: { text: "Cancel" },
    style: "danger",
  });
  if (sure) await session.remove(message.ts);
}
