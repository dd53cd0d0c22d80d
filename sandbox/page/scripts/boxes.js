/** Blocks that stand around others or call for attention: container and alert. */

import { h, icon } from "./dom.js";
import { plainTextOf, textNodes } from "./mrkdwn.js";
import { picture } from "./picture.js";
import { richText } from "./rich_text.js";

/** A sentence that calls for attention; its level shows in its colour and its sign. */
export function alertBox(block, ctx) {
  const level = block.level ?? "default";
  const sign = { success: "check", error: "alert", warning: "alert" }[level] ?? "info";
  return h("div", { class: `alert alert-${level}`, role: "note" }, icon(sign), h("div", { class: "text" }, ...textNodes(block.text, ctx)));
}

function heading(block, ctx) {
  const title = block.rich_text_title ? richText(block.rich_text_title, ctx) : plainTextOf(block.title);
  return [
    block.icon ? h("span", { class: "card-icon" }, picture(block.icon, ctx.me)) : null,
    h("span", { class: "container-words" },
      h("strong", {}, title),
      block.subtitle ? h("span", { class: "card-subtitle" }, ...textNodes(block.subtitle, ctx)) : null),
  ];
}

/** Blocks in a frame under a title; it folds where the app says so. */
export function container(block, ctx, blockNode) {
  const inner = h("div", { class: "container-blocks" }, ...block.child_blocks.map((one) => blockNode(one, ctx)));
  if (!block.is_collapsible) return h("section", { class: "container" }, h("div", { class: "container-head" }, ...heading(block, ctx)), inner);
  return h("details", { class: "container", open: !block.default_collapsed },
    h("summary", { class: "container-head" }, ...heading(block, ctx)), inner);
}
