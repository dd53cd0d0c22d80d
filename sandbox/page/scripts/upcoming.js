/** The list of what comes next: marks by day, each one a place to move the clock to. */

import { dateOf, longDate, nearDay, timeOf, until } from "./dates.js";
import { h } from "./dom.js";
import { marksAfter } from "./marks.js";

const AT_MOST = 60;
const KIND_WORDS = { prompt: "will be posted", bell: "bell", day: "day" };

/** The nodes of the list; `go(iso)` moves the clock. */
export function upcoming(marks, now, zone, go) {
  const coming = marksAfter(marks, now).slice(0, AT_MOST);
  if (!coming.length) return [h("p", { class: "empty" }, "Nothing is marked. When a program sends marks, they stand here.")];
  let day = null;
  return coming.flatMap((mark) => {
    const date = dateOf(mark.at, zone);
    const near = nearDay(mark.at, now, zone);
    const words = [near, longDate(mark.at, zone)].filter(Boolean).join(", ");
    const heading = date === day ? null : h("h3", { class: "upcoming-day" }, words);
    day = date;
    return [heading, markNode(mark, now, zone, go)];
  });
}

function markNode(mark, now, zone, go) {
  const kind = mark.kind === "prompt" ? "prompt" : "plain";
  return h(
    "button",
    { type: "button", class: `mark mark-${kind}`, title: "Move the clock here", onclick: () => go(mark.iso) },
    h("span", { class: "mark-time" }, timeOf(mark.at, zone)),
    h("span", { class: "mark-words" },
      h("span", { class: "mark-label" }, mark.label),
      mark.detail ? h("span", { class: "mark-detail" }, mark.detail) : null,
      h("span", { class: "mark-kind" }, `${KIND_WORDS[mark.kind] ?? mark.kind} · ${until(mark.at, now)}`)),
  );
}
