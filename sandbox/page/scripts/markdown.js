/** Renders the markdown block: headings, lists, tasks, quotes, code, tables, links. */

import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { linkNode } from "./mentions.js";

const INLINE =
  /`([^`]+)`|!?\[([^\]]*)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|__(.+?)__|\*([^*\s][^*]*)\*|(?<!\w)_([^_]+)_(?!\w)|~~(.+?)~~|:([a-z0-9_+-]+):|<(https?:[^>]+)>/g;

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(end, match.index), inlineNode(match));
    end = match.index + match[0].length;
  }
  return [...nodes, text.slice(end)];
}

function inlineNode([, code, label, url, bold, bold2, italic, italic2, strike, emoji, auto]) {
  if (code) return h("code", { class: "code" }, code);
  if (url) return linkNode(url, label);
  if (bold ?? bold2) return h("strong", {}, ...inline(bold ?? bold2));
  if (italic ?? italic2) return h("em", {}, ...inline(italic ?? italic2));
  if (strike) return h("s", {}, ...inline(strike));
  return emoji ? emojiOf(emoji) : linkNode(auto);
}

const KINDS = [
  ["heading", /^(#{1,6})\s+(.*)$/, ([, , text]) => text],
  ["rule", /^\s*(?:---+|\*\*\*+)\s*$/, () => ""],
  ["task", /^\s*[-*+]\s+\[([ xX])\]\s+(.*)$/, ([, done, text]) => ({ done: done !== " ", text })],
  ["bullet", /^\s*[-*+]\s+(.*)$/, ([, text]) => text],
  ["number", /^\s*\d+[.)]\s+(.*)$/, ([, text]) => text],
  ["quote", /^>\s?(.*)$/, ([, text]) => text],
  ["table", /^\s*\|(.*)\|\s*$/, ([, cells]) => cells.split("|").map((cell) => cell.trim())],
  ["blank", /^\s*$/, () => ""],
  ["plain", /^(.*)$/, ([, text]) => text],
];

function lineOf(line) {
  for (const [kind, pattern, read] of KINDS) {
    const match = pattern.exec(line);
    if (match) return { kind, value: read(match) };
  }
  return { kind: "plain", value: line };
}

const lineList = (values) => values.flatMap((text, index) => [index ? h("br") : null, ...inline(text)]);
const items = (values) => values.map((text) => h("li", {}, ...inline(text)));

const GROUPS = {
  heading: (values) => values.map((text) => h("p", { class: "markdown-heading" }, ...inline(text))),
  rule: () => [h("hr", { class: "divider" })],
  task: (values) => [
    h("ul", { class: "list tasks" }, ...values.map(({ done, text }) => h("li", {}, done ? "☑ " : "☐ ", ...inline(text)))),
  ],
  bullet: (values) => [h("ul", { class: "list" }, ...items(values))],
  number: (values) => [h("ol", { class: "list" }, ...items(values))],
  quote: (values) => [h("blockquote", { class: "quote" }, ...lineList(values))],
  table: (values) => [tableOf(values)],
  blank: () => [],
  plain: (values) => [h("p", {}, ...lineList(values))],
};

function tableOf(rows) {
  const body = rows.filter((cells) => !cells.every((cell) => /^:?-+:?$/.test(cell)));
  const row = (cells, tag) => h("tr", {}, ...cells.map((cell) => h(tag, {}, ...inline(cell))));
  const [head, ...rest] = body;
  const lines = rest.map((cells) => row(cells, "td"));
  return h("div", { class: "table-wrap" }, h("table", {}, h("thead", {}, row(head, "th")), h("tbody", {}, ...lines)));
}

function prose(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const { kind, value } = lineOf(line);
    if (groups.at(-1)?.kind !== kind) groups.push({ kind, values: [] });
    groups.at(-1).values.push(value);
  }
  return groups.flatMap(({ kind, values }) => GROUPS[kind](values));
}

/** The nodes of a markdown block's text. */
export function markdown(text) {
  return text.split(/^```.*$/m).flatMap((piece, index) =>
    index % 2 ? [h("pre", { class: "pre" }, piece.replace(/^\n|\n$/g, ""))] : prose(piece),
  );
}
