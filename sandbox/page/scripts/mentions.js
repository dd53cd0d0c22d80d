/** People, channels, dates and links inside a text. */

import { fillDate, fullTime, zoneName } from "./dates.js";
import { h } from "./dom.js";
import { routeLink } from "./route.js";

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

/** `@ot-team`: a group that is mentioned together. */
export function groupMention(id, ctx, label = "") {
  const handle = ctx.groups.get(id)?.handle ?? (label || id);
  return h("span", { class: "mention", title: ctx.groups.get(id)?.name || null }, `@${handle.replace(/^@/, "")}`);
}

/** A moment in the words of its pattern, in the reader's own zone; the fallback where it is unreadable. */
export function dateNode(epoch, pattern, fallback, ctx, link) {
  if (!Number.isFinite(epoch)) return fallback;
  const text = fillDate(pattern ?? "{date} {time}", epoch, ctx.ownZone, ctx.now());
  if (link) return linkNode(link, text, ctx);
  const ms = epoch * 1000;
  return h("time", { title: `${fullTime(ms, ctx.ownZone)} ${zoneName(ms, ctx.ownZone)}` }, text);
}

// The address of a message of this workspace opens here, beside what one reads.
function ownLink(url, ctx) {
  const [, place, seconds, micros] = /^https:\/\/[\w-]+\.slack\.com\/archives\/(\w+)\/p(\d{10})(\d{6})/.exec(url) ?? [];
  if (!ctx?.channels.has(place)) return null;
  const root = new URL(url).searchParams.get("thread_ts");
  return routeLink({ person: ctx.me, place, thread: root ?? `${seconds}.${micros}` });
}

/** A link that opens elsewhere; an address of another scheme stays text. */
export function linkNode(url, label = "", ctx = null) {
  const own = ownLink(url, ctx);
  if (own) return h("a", { href: own }, label || url);
  if (!SAFE_LINK.test(url)) return label ? `${label} (${url})` : url;
  const words = label || url.replace(/^mailto:/, "");
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words);
}
