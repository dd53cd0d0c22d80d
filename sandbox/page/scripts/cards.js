/** Cards, alone or side by side. */

import { h } from "./dom.js";
import { elementNode } from "./elements.js";
import { textNodes } from "./mrkdwn.js";
import { picture } from "./picture.js";

/** One card; `holder` is the block whose id its buttons send. */
export function card(block, ctx, holder = block) {
  const actions = (block.actions ?? []).map((one) => elementNode(one, holder, ctx));
  return h(
    "div",
    { class: "card" },
    block.hero_image ? h("div", { class: "card-hero" }, picture(block.hero_image, ctx.me)) : null,
    block.icon || block.title || block.subtitle ? head(block, ctx) : null,
    block.body ? h("div", { class: "text card-body" }, ...textNodes(block.body, ctx)) : null,
    actions.length ? h("div", { class: "actions" }, ...actions) : null,
  );
}

function head(block, ctx) {
  return h("div", { class: "card-head" },
    block.icon ? h("span", { class: "card-icon" }, picture(block.icon, ctx.me)) : null,
    h("div", { class: "card-words" },
      block.title ? h("strong", {}, ...textNodes(block.title, ctx)) : null,
      block.subtitle ? h("span", { class: "card-subtitle" }, ...textNodes(block.subtitle, ctx)) : null));
}

/** Cards side by side, to be scrolled through. */
export function carousel(block, ctx) {
  const cards = block.elements.map((one) => h("li", {}, card(one, ctx, block)));
  return h("div", { class: "carousel", role: "region", tabindex: "0", "aria-label": `${cards.length} cards` }, h("ul", {}, ...cards));
}
