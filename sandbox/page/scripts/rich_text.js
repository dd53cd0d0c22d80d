/** Renders rich_text blocks, which Slack makes of what people type and bots may send. */

import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { channelMention, dateNode, linkNode, userMention } from "./mentions.js";

const INLINE = {
  text: (part) => withBreaks(part.text),
  link: (part) => linkNode(part.url, part.text),
  user: (part, ctx) => userMention(part.user_id, ctx),
  channel: (part, ctx) => channelMention(part.channel_id, ctx),
  usergroup: (part) => h("span", { class: "mention" }, `@${part.usergroup_id}`),
  broadcast: (part) => h("span", { class: "mention" }, `@${part.range}`),
  emoji: (part) => (part.unicode ? fromCodes(part.unicode) : emojiOf(part.name)),
  date: (part, ctx) => dateNode(part.timestamp, part.format, part.fallback ?? "", ctx, part.url),
  color: (part) => h("code", { class: "code" }, part.value),
};

const PARTS = {
  rich_text_section: (part, ctx) => h("div", { class: "lines" }, ...run(part.elements, ctx)),
  rich_text_quote: (part, ctx) => h("blockquote", { class: "quote" }, ...run(part.elements, ctx)),
  rich_text_preformatted: (part) => h("pre", { class: "pre" }, part.elements.map((one) => one.text ?? one.url ?? "").join("")),
  rich_text_list: list,
};

function fromCodes(unicode) {
  return String.fromCodePoint(...unicode.split("-").map((code) => Number.parseInt(code, 16)));
}

function withBreaks(text) {
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

function run(elements, ctx) {
  return elements.flatMap((part) => {
    const nodes = [INLINE[part.type]?.(part, ctx) ?? part.text ?? ""].flat();
    return style(nodes, part.style);
  });
}

function style(nodes, { bold, italic, strike, code } = {}) {
  let styled = nodes;
  if (code) styled = [h("code", { class: "code" }, ...styled)];
  if (strike) styled = [h("s", {}, ...styled)];
  if (italic) styled = [h("em", {}, ...styled)];
  if (bold) styled = [h("strong", {}, ...styled)];
  return styled;
}

function list(part, ctx) {
  const items = part.elements.map((item) => h("li", {}, ...run(item.elements, ctx)));
  const ordered = part.style === "ordered";
  const start = ordered && part.offset ? part.offset + 1 : null;
  return h(ordered ? "ol" : "ul", { class: `list indent-${part.indent ?? 0}`, start }, ...items);
}

/** The nodes of a rich_text block, or of a rich_text cell of a table. */
export function richText(block, ctx) {
  return block.elements.map((part) => PARTS[part.type]?.(part, ctx) ?? null);
}
