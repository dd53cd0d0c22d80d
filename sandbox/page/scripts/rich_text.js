/** Renders rich_text blocks, which Slack makes of what people type and bots may send. */

import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { channelMention, dateNode, groupMention, linkNode, userMention } from "./mentions.js";

const INLINE = {
  text: (part) => withBreaks(part.text),
  link: (part, ctx) => linkNode(part.url, part.text, ctx),
  user: (part, ctx) => userMention(part.user_id, ctx),
  channel: (part, ctx) => channelMention(part.channel_id, ctx),
  usergroup: (part, ctx) => groupMention(part.usergroup_id, ctx),
  team: (part) => h("span", { class: "mention" }, `@${part.team_id}`),
  broadcast: (part) => h("span", { class: "mention" }, `@${part.range}`),
  emoji: (part) => (part.unicode ? fromCodes(part.unicode) : emojiOf(part.name)),
  date: (part, ctx) => dateNode(part.timestamp, part.format, part.fallback ?? "", ctx, part.url),
  color: (part) => colour(part.value),
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

function colour(value) {
  const swatch = h("span", { class: "swatch", "aria-hidden": "true" });
  swatch.style.backgroundColor = value;
  return h("code", { class: "code" }, swatch, value);
}

function withBreaks(text) {
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

function run(elements, ctx) {
  return elements.flatMap((part) => {
    const nodes = [INLINE[part.type]?.(part, ctx) ?? part.text ?? `[${part.type}]`].flat();
    return style(nodes, part.style);
  });
}

function style(nodes, { bold, italic, strike, code, underline, highlight } = {}) {
  let styled = nodes;
  if (code) styled = [h("code", { class: "code" }, ...styled)];
  if (strike) styled = [h("s", {}, ...styled)];
  if (underline) styled = [h("u", {}, ...styled)];
  if (highlight) styled = [h("mark", {}, ...styled)];
  if (italic) styled = [h("em", {}, ...styled)];
  if (bold) styled = [h("strong", {}, ...styled)];
  return styled;
}

function list(part, ctx) {
  const items = part.elements.map((item) => h("li", {}, ...run(item.elements, ctx)));
  const ordered = part.style === "ordered";
  const start = ordered && part.offset ? part.offset + 1 : null;
  const classes = ["list", `indent-${part.indent ?? 0}`, part.border ? "has-border" : ""].join(" ");
  return h(ordered ? "ol" : "ul", { class: classes, start }, ...items);
}

/** The nodes of a rich_text block, or of a rich_text cell of a table. */
export function richText(block, ctx) {
  return block.elements.map((part) =>
    PARTS[part.type]?.(part, ctx) ?? h("p", { class: "placeholder" }, `A “${part.type}” stands here; this page does not draw it.`));
}

/** A rich_text block of what was typed into a field, as Slack's client makes it. */
export function richOf(text) {
  if (!text) return null;
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

/** The words of a rich_text block, to be typed on. */
export function wordsOf(block) {
  const words = (part) => part.text ?? part.url ?? (part.elements ?? []).map(words).join("");
  return (block?.elements ?? []).map(words).join("\n");
}
