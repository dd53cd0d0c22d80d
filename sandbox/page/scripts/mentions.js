/** People, channels, dates and links inside a text. */

import { fillDate, fullTime } from "./dates.js";
import { h } from "./dom.js";

const SAFE_LINK = /^(https?:|mailto:|tel:)/i;

/** `@Maya Ortiz`, marked when it is the reader. */
export function userMention(id, ctx, label = "") {
  const name = ctx.people.get(id)?.real_name ?? (label || id);
  const mine = id === ctx.me;
  return h("span", { class: mine ? "mention mention-me" : "mention" }, `@${name.replace(/^@/, "")}`);
}

/** `#room-4`, a link where the reader is in it. */
export function channelMention(id, ctx, label = "") {
  const channel = ctx.channels.get(id);
  const name = `#${channel?.name ?? (label || "private channel")}`;
  if (!channel) return h("span", { class: "mention" }, name);
  return h("a", { class: "mention", href: `#/${ctx.me}/${id}` }, name);
}

/** A moment in the words of its pattern, in the workspace's zone; the fallback where it is unreadable. */
export function dateNode(epoch, pattern, fallback, ctx, link) {
  if (!Number.isFinite(epoch)) return fallback;
  const text = fillDate(pattern ?? "{date} {time}", epoch, ctx.zone, ctx.now());
  if (link) return linkNode(link, text);
  return h("time", { title: fullTime(epoch * 1000, ctx.zone) }, text);
}

/** A link that opens elsewhere; an address of another scheme stays text. */
export function linkNode(url, label = "") {
  if (!SAFE_LINK.test(url)) return label ? `${label} (${url})` : url;
  const words = label || url.replace(/^mailto:/, "");
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words);
}
