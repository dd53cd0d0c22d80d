/** Renders Slack's mrkdwn as DOM nodes; text never becomes markup. */

import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { channelMention, dateNode, groupMention, linkNode, userMention } from "./mentions.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const EDGE_BEFORE = "(?<![\\p{L}\\p{N}])";
const EDGE_AFTER = "(?![\\p{L}\\p{N}])";
const styled = (mark) => `${EDGE_BEFORE}[${mark}](?=\\S)([^${mark}\\n]*?[^\\s${mark}])[${mark}]${EDGE_AFTER}`;
const INLINE = new RegExp(
  ["`([^`\\n]+)`", "<([^<>\\n]+)>", styled("*"), styled("_"), styled("~"), ":([a-z0-9_+'-]+(?:::skin-tone-\\d)?):"].join("|"),
  "gu",
);

/** Undoes Slack's escaping of `&`, `<` and `>`. */
export function unescapeText(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);
}

/** Renders a text object or a string with its blocks: code, quotes, lists, lines. */
export function mrkdwn(text, ctx) {
  return text.split("```").flatMap((piece, index) => {
    if (index % 2 === 1) return [h("pre", { class: "pre" }, unescapeText(piece.replace(/^\n|\n$/g, "")))];
    const trimmed = piece.replace(index > 0 ? /^\n/ : /^$/, "").replace(/\n$/, (end) => (text.endsWith(piece) ? end : ""));
    return trimmed ? lines(trimmed, ctx) : [];
  });
}

function lines(text, ctx) {
  const groups = [];
  for (const line of text.split("\n")) {
    const [kind, content] = lineKind(line);
    if (groups.at(-1)?.kind !== kind) groups.push({ kind, content: [] });
    groups.at(-1).content.push(content);
  }
  return groups.flatMap(({ kind, content }) => GROUPS[kind](content, ctx));
}

function lineKind(line) {
  const quote = /^(?:>|&gt;)\s?(.*)$/.exec(line);
  if (quote) return ["quote", quote[1]];
  const bullet = /^\s*[•◦▪-]\s+(.*)$/.exec(line);
  if (bullet) return ["bullets", bullet[1]];
  const numbered = /^\s*(\d{1,3})\.\s+(.*)$/.exec(line);
  if (numbered) return ["numbers", { start: numbered[1], text: numbered[2] }];
  return ["plain", line];
}

const GROUPS = {
  plain: (content, ctx) => [h("span", { class: "lines" }, ...joined(content, ctx))],
  quote: (content, ctx) => [h("blockquote", { class: "quote" }, ...joined(content, ctx))],
  bullets: (content, ctx) => [
    h("ul", { class: "list" }, ...content.map((line) => h("li", {}, ...inline(line, ctx)))),
  ],
  numbers: (content, ctx) => [
    h("ol", { class: "list", start: content[0].start }, ...content.map(({ text }) => h("li", {}, ...inline(text, ctx)))),
  ],
};

function joined(content, ctx) {
  return content.flatMap((line, index) => [index ? h("br") : null, ...inline(line, ctx)]);
}

/** Renders one line: styles, code, links, mentions, dates, emoji. */
export function inline(text, ctx) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) nodes.push(unescapeText(text.slice(end, match.index)));
    nodes.push(inlineNode(match, ctx));
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push(unescapeText(text.slice(end)));
  return nodes;
}

function inlineNode([, code, token, bold, italic, strike, emoji], ctx) {
  if (code !== undefined) return h("code", { class: "code" }, unescapeText(code));
  if (token !== undefined) return tokenNode(token, ctx);
  if (bold !== undefined) return h("strong", {}, ...inline(bold, ctx));
  if (italic !== undefined) return h("em", {}, ...inline(italic, ctx));
  if (strike !== undefined) return h("s", {}, ...inline(strike, ctx));
  return emojiOf(emoji);
}

function tokenNode(token, ctx) {
  const bar = token.indexOf("|");
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? "" : unescapeText(token.slice(bar + 1));
  if (target.startsWith("@")) return userMention(target.slice(1), ctx, label);
  if (target.startsWith("#")) return channelMention(target.slice(1), ctx, label);
  if (target.startsWith("!date^")) return dateToken(target, label, ctx);
  if (target.startsWith("!subteam^")) return groupMention(target.slice(9), ctx, label);
  if (target.startsWith("!")) return h("span", { class: "mention" }, label || `@${target.slice(1).split("^")[0]}`);
  return linkNode(unescapeText(target), label, ctx);
}

function dateToken(target, fallback, ctx) {
  const [, epoch, pattern, link] = target.split("^");
  return dateNode(Number(epoch), pattern, fallback, ctx, link);
}

/** The text of mrkdwn without its marks, for names and labels. */
export function plainText(text, ctx) {
  const host = h("div", {}, ...mrkdwn(text, ctx));
  return host.textContent.trim();
}

/** Renders a Slack text object: plain_text keeps its lines, mrkdwn its styles. */
export function textNodes(text, ctx) {
  if (!text) return [];
  if (typeof text === "string") return mrkdwn(text, ctx);
  if (text.type === "mrkdwn") return mrkdwn(text.text, ctx);
  return [plainTextOf(text)];
}

/** The string of a plain_text object with its emoji. */
export function plainTextOf(text) {
  if (!text) return "";
  const words = unescapeText(text.text ?? String(text));
  return text.emoji === false ? words : words.replace(/:([a-z0-9_+-]+):/g, (_, name) => emojiOf(name));
}
