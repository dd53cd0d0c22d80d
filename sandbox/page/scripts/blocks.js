/** Renders Block Kit blocks of messages, modals and Homes. */

import { alertBox, container } from "./boxes.js";
import { card, carousel } from "./cards.js";
import { h, reconcile, uniqueId } from "./dom.js";
import { elementNode, isLabelled } from "./elements.js";
import { markdown } from "./markdown.js";
import { plainText, plainTextOf, textNodes } from "./mrkdwn.js";
import { imageUrl, picture } from "./picture.js";
import { richText } from "./rich_text.js";
import { player } from "./store.js";
import { plan, taskCard } from "./tasks.js";
import { call, fileBlock, video } from "./media.js";

const BLOCKS = {
  section,
  input,
  table,
  card,
  carousel,
  plan,
  task_card: taskCard,
  video,
  call,
  file: fileBlock,
  alert: alertBox,
  container: (block, ctx) => container(block, ctx, blockNode),
  actions: (block, ctx) => h("div", { class: "actions" }, ...block.elements.map((one) => elementNode(one, block, ctx))),
  context_actions: (block, ctx) =>
    h("div", { class: "actions" }, ...block.elements.map((one) => elementNode(one, block, ctx))),
  header: (block) => h("h3", { class: "block-header" }, plainTextOf(block.text)),
  divider: () => h("hr", { class: "divider" }),
  image: (block, ctx) => picture(block, ctx.me),
  context: (block, ctx) => h("div", { class: "context" }, ...block.elements.map((one) => contextPart(one, ctx))),
  rich_text: (block, ctx) => h("div", { class: "rich-text" }, ...richText(block, ctx)),
  markdown: (block) => h("div", { class: "markdown" }, ...markdown(block.text)),
};

/** The context that blocks are drawn in: who reads, in which zone, and what a click does. */
export function textContext(state, now) {
  const { workspace } = state;
  return {
    me: state.route.person,
    zone: workspace.zone,
    ownZone: player(state)?.tz || workspace.zone,
    now,
    people: new Map(workspace.users.map((user) => [user.id, user])),
    channels: new Map(workspace.conversations.map((one) => [one.id, one])),
    groups: new Map((workspace.usergroups ?? []).map((one) => [one.id, one])),
  };
}

/** Makes `parent` show the blocks; those that did not change keep what was typed into them. */
export function showBlocks(parent, blocks, ctx) {
  const seen = new Map();
  const keyed = blocks.map((block) => {
    const key = block.block_id ?? block.type;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return { block, key: `${ctx.scope}:${key}:${seen.get(key)}` };
  });
  reconcile(parent, keyed, {
    key: ({ key }) => key,
    signature: ({ block }) => JSON.stringify([block, ctx.errors?.[block.block_id] ?? null, ctx.ownZone]),
    build: ({ block }) => blockNode(block, ctx),
  });
}

/** One block; a kind that the page does not draw says so in words. */
export function blockNode(block, ctx) {
  const build = BLOCKS[block.type];
  const node = build ? build(block, ctx) : placeholder(block);
  return h("div", { class: `block block-${block.type}` }, node);
}

function placeholder(block) {
  const title = plainTextOf(block.title ?? block.text ?? null);
  return h("p", { class: "placeholder" }, title ? h("strong", {}, title) : null, title ? h("br") : null,
    `A “${block.type.replaceAll("_", " ")}” stands here. Slack draws it; this page does not.`);
}

function section(block, ctx) {
  const label = block.text ? plainText(block.text.text, ctx).slice(0, 80) : "";
  const inner = { ...ctx, label };
  return h(
    "div",
    { class: block.accessory ? "section with-accessory" : "section" },
    h(
      "div",
      { class: "section-text" },
      block.text ? h("div", { class: "text" }, ...textNodes(block.text, ctx)) : null,
      block.fields ? fieldGrid(block.fields, ctx) : null,
    ),
    block.accessory ? h("div", { class: "accessory" }, elementNode(block.accessory, block, inner)) : null,
  );
}

function fieldGrid(fields, ctx) {
  return h("div", { class: "fields" }, ...fields.map((field) => h("div", { class: "field" }, ...textNodes(field, ctx))));
}

function contextPart(part, ctx) {
  if (part.type === "image") return h("img", { class: "context-image", src: imageUrl(part, ctx.me), alt: part.alt_text ?? "" });
  return h("span", { class: "context-text" }, ...textNodes(part, ctx));
}

function input(block, ctx) {
  const error = ctx.errors?.[block.block_id];
  const ids = { field: uniqueId("field"), label: uniqueId("label"), hint: uniqueId("hint"), error: uniqueId("error") };
  const describedBy = [block.hint ? ids.hint : "", error ? ids.error : ""].filter(Boolean).join(" ") || null;
  const label = plainTextOf(block.label);
  const field = elementNode(block.element, block, {
    ...ctx, label, labelId: ids.label, fieldId: ids.field, describedBy, invalid: Boolean(error), inInput: true,
  });
  const words = [label, block.optional ? h("span", { class: "optional" }, " (optional)") : null];
  const labelNode = isLabelled(block.element)
    ? h("label", { class: "input-label", id: ids.label, htmlFor: ids.field }, ...words)
    : h("span", { class: "input-label", id: ids.label }, ...words);
  return h(
    "div",
    { class: error ? "input input-wrong" : "input" },
    labelNode,
    field,
    error ? h("p", { class: "input-error", id: ids.error }, error) : null,
    block.hint ? h("p", { class: "input-hint", id: ids.hint }, plainTextOf(block.hint)) : null,
  );
}

function table(block, ctx) {
  const align = (column) => `cell-${block.column_settings?.[column]?.align ?? "left"}`;
  const cell = (tag, one, column) => h(tag, { class: align(column), scope: tag === "th" ? "col" : null }, ...cellNodes(one, ctx));
  const row = (tag, cells) => h("tr", {}, ...cells.map((one, column) => cell(tag, one, column)));
  const [head, ...rest] = block.rows;
  return h(
    "div",
    { class: "table-wrap", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, row("th", head)), h("tbody", {}, ...rest.map((cells) => row("td", cells)))),
  );
}

function cellNodes(cell, ctx) {
  if (cell.type === "rich_text") return richText(cell, ctx);
  return [String(cell.text ?? cell.value ?? "")];
}
