/** Dates and times as people read them, always in the zone of the workspace. */

const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }));
  return formats.get(key);
}

function parts(ms, zone) {
  const options = {
    year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  };
  return Object.fromEntries(format(zone, options).formatToParts(ms).map(({ type, value }) => [type, value]));
}

/** The clock's instant in milliseconds: it stands, or runs at its rate since it was received. */
export function nowOf(clock) {
  return clock.now + (performance.now() - clock.received) * clock.rate;
}

/** The local date of an instant, as `2026-09-02`. */
export function dateOf(ms, zone) {
  const { year, month, day } = parts(ms, zone);
  return `${year}-${month}-${day}`;
}

/** `9:10 AM` */
export const timeOf = (ms, zone) => format(zone, { hour: "numeric", minute: "2-digit" }).format(ms);

/** `Wed, Sep 2` */
export const shortDate = (ms, zone) =>
  format(zone, { weekday: "short", month: "short", day: "numeric" }).format(ms);

/** `Wednesday, September 2` */
export const longDate = (ms, zone) =>
  format(zone, { weekday: "long", month: "long", day: "numeric" }).format(ms);

/** `Wednesday, September 2, 2026 at 9:10 AM` */
export const fullTime = (ms, zone) =>
  format(zone, { dateStyle: "full", timeStyle: "short" }).format(ms);

/** `PDT` */
export const zoneName = (ms, zone) =>
  format(zone, { timeZoneName: "short" }).formatToParts(ms).find(({ type }) => type === "timeZoneName").value;

/** A message's `ts` in milliseconds. */
export const instantOf = (ts) => Number(ts) * 1000;

/** `Today`, `Yesterday`, `Tomorrow`, or null further away. */
export function nearDay(ms, now, zone) {
  const days = Math.round((Date.parse(dateOf(ms, zone)) - Date.parse(dateOf(now, zone))) / 86_400_000);
  return { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[days] ?? null;
}

/** `in 5 min`, `in 2 h 10 min`, `in 3 days`; what is past is `now`. */
export function until(ms, now) {
  const minutes = Math.round((ms - now) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `in ${minutes} min`;
  if (minutes >= 1440) return minutes < 2160 ? "in 1 day" : `in ${Math.round(minutes / 1440)} days`;
  return `in ${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ""}`;
}

/** The epoch second of a wall time `2026-09-02T09:10` in a zone. */
export function epochOf(wall, zone) {
  const utc = Date.parse(`${wall}:00Z`);
  const offset = (ms) => {
    const at = parts(ms, zone);
    return Date.parse(`${at.year}-${at.month}-${at.day}T${at.hour}:${at.minute}:${at.second}Z`) - ms;
  };
  const guess = utc - offset(utc);
  return Math.round((utc - offset(guess)) / 1000);
}

/** The wall time `2026-09-02T09:10` of an epoch second in a zone. */
export function wallOf(epoch, zone) {
  const at = parts(epoch * 1000, zone);
  return `${at.year}-${at.month}-${at.day}T${at.hour}:${at.minute}`;
}

const ordinal = (day) => {
  const suffix = day % 100 >= 11 && day % 100 <= 13 ? "th" : { 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th";
  return `${day}${suffix}`;
};

/** Fills Slack's date tokens, such as `{date_short} {time}`, for an epoch second. */
export function fillDate(pattern, epoch, zone, now) {
  const ms = epoch * 1000;
  const word = (options) => format(zone, options).format(ms);
  const at = parts(ms, zone);
  const near = nearDay(ms, now, zone)?.toLowerCase();
  const month = word({ month: "long" });
  const values = {
    date_num: `${at.year}-${at.month}-${at.day}`,
    date_slash: `${at.month}/${at.day}/${at.year}`,
    date: `${month} ${ordinal(Number(at.day))}, ${at.year}`,
    date_short: word({ month: "short", day: "numeric", year: "numeric" }),
    date_long: `${word({ weekday: "long" })}, ${month} ${ordinal(Number(at.day))}, ${at.year}`,
    time: timeOf(ms, zone),
    time_secs: word({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
    ago: until(ms, now),
  };
  for (const name of ["date", "date_short", "date_long"]) values[`${name}_pretty`] = near ?? values[name];
  values.day_divider_pretty = near ?? longDate(ms, zone);
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
