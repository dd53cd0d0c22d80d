/** What an app is doing: a plan and its tasks. */

import { h, icon } from "./dom.js";
import { linkNode } from "./mentions.js";
import { richText } from "./rich_text.js";

const STATES = {
  pending: ["Waiting", "circle"],
  in_progress: ["In progress", "clock"],
  complete: ["Done", "check"],
  error: ["Failed", "alert"],
};

function sources(found, ctx) {
  return h("ul", { class: "task-sources" }, ...found.map(({ url, text }) => h("li", {}, linkNode(url, text, ctx))));
}

/** One task with its state, and what came of it. */
export function taskCard(block, ctx) {
  const [words, sign] = STATES[block.status] ?? [block.status, "circle"];
  return h(
    "div",
    { class: `task task-${block.status}` },
    h("p", { class: "task-head" }, icon(sign), h("strong", {}, block.title), h("span", { class: "task-state" }, words)),
    block.details ? h("div", { class: "task-more" }, ...richText(block.details, ctx)) : null,
    block.output ? h("div", { class: "task-more" }, ...richText(block.output, ctx)) : null,
    block.sources?.length ? sources(block.sources, ctx) : null,
  );
}

/** A plan: its title and its tasks, in order. */
export function plan(block, ctx) {
  const tasks = (block.tasks ?? []).map((task) => h("li", {}, taskCard(task, ctx)));
  return h("section", { class: "plan" }, h("p", { class: "plan-title" }, block.title), h("ol", {}, ...tasks));
}
