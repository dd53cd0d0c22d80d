/** One message: author, time, text or blocks, files, thread summary, and what one can do with it. */

import { avatar } from "./avatar.js";
import { blockNode, textContext } from "./blocks.js";
import { fullTime, instantOf, nowOf, timeOf } from "./dates.js";
import { askText, confirmDialog } from "./dialog.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { fileNode } from "./files.js";
import { Forms } from "./forms.js";
import { menuButton } from "./menu.js";
import { mrkdwn, unescapeText } from "./mrkdwn.js";
import { picture } from "./picture.js";
import { openPalette, reactionButton, reactions } from "./reactions.js";

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
    reactions(message, ctx, session),
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

function attachmentFields(fields) {
  return h("div", { class: "fields" }, ...fields.map(({ title, value }) =>
    h("div", { class: "field" }, h("strong", {}, unescapeText(title ?? "")), h("div", {}, unescapeText(value ?? "")))));
}

function attachment(one, ctx) {
  const node = h(
    "div",
    { class: "attachment" },
    one.pretext ? h("div", { class: "text" }, ...mrkdwn(one.pretext, ctx)) : null,
    one.title ? h("strong", {}, unescapeText(one.title)) : null,
    one.blocks ? one.blocks.map((block) => blockNode(block, ctx)) : textBody({ text: one.text ?? one.fallback }, ctx),
    one.fields?.length ? attachmentFields(one.fields) : null,
    one.image_url ? picture({ image_url: one.image_url, alt_text: one.title ?? "" }, ctx.me) : null,
    one.footer ? h("p", { class: "context" }, unescapeText(one.footer)) : null,
  );
  if (/^#?[0-9a-f]{6}$/i.test(one.color ?? "")) node.style.borderLeftColor = `#${one.color.replace("#", "")}`;
  return node;
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
  const tools = h("div", { class: "message-tools" });
  const react = { label: "Add reaction", run: () => openPalette(tools.querySelector("[aria-haspopup=menu]"), message, session) };
  const items = [
    ...(reply ? [{ label: "Reply in thread", run: answer }] : []),
    ...(message.ephemeral ? [] : [react]),
    ...menuItems(message, state, session),
  ];
  return fill(
    tools,
    message.ephemeral ? null : reactionButton(message, session, { className: "icon-button tool-react", focus: `react:${message.ts}` }),
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
    ...(own ? ownItems(message, workspace, session) : []),
  ];
}

function ownItems(message, workspace, session) {
  return [
    { label: "Edit message", run: () => edit(message, workspace, session) },
    { label: "Delete message", danger: true, run: () => remove(message, session) },
  ];
}

// Mentions are edited as they were typed: `@maya`, `#support-team`.
function asTyped(text, { users, conversations, usergroups = [] }) {
  const named = (list, key) => (whole, id) => list.find((one) => one.id === id)?.[key] ?? whole;
  return unescapeText(text
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (whole, id) => `@${named(users, "name")(whole, id)}`)
    .replace(/<#(\w+)(?:\|[^>]*)?>/g, (whole, id) => `#${named(conversations, "name")(whole, id)}`)
    .replace(/<!subteam\^(\w+)(?:\|[^>]*)?>/g, (whole, id) => `@${named(usergroups, "handle")(whole, id)}`));
}

async function edit(message, workspace, session) {
  const text = await askText("Edit message", asTyped(message.text, workspace));
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
