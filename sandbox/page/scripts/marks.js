/** The marks beside the clock: bells, kinds of day, what will be posted. */

import { dateOf } from "./dates.js";

const parsed = (marks) =>
  marks.map((mark) => ({ ...mark, iso: mark.at, at: Date.parse(mark.at) })).sort((one, other) => one.at - other.at);

/** The marks that are still to come, soonest first. */
export function marksAfter(marks, now) {
  return parsed(marks).filter(({ at }) => at > now + 500);
}

/** The mark that says what kind of day this local date is, or undefined. */
export function dayMark(marks, now, zone) {
  const today = dateOf(now, zone);
  const days = parsed(marks).filter(({ kind, at }) => kind === "day" && dateOf(at, zone) === today);
  return days.filter(({ at }) => at <= now).at(-1) ?? days[0];
}

/** The next mark of kind `day`, or undefined. */
export function nextDay(marks, now) {
  return marksAfter(marks, now).find(({ kind }) => kind === "day");
}
