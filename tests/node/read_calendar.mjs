// Prints the sessions that ical.js reads in a calendar: node read_calendar.mjs ICAL_JS FILE
// Only the zones that the file itself describes are known to it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, file] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(module).href);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf-8")));
ICAL.TimezoneService.reset();
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone.getFirstPropertyValue("tzid"), new ICAL.Timezone(zone));
}

const all = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
const changes = all.filter((one) => one.isRecurrenceException());
const found = [];

function keep(item, start, end) {
  found.push({
    starts: start.toUnixTime(),
    minutes: (end.toUnixTime() - start.toUnixTime()) / 60,
    status: item.component.getFirstPropertyValue("status"),
    summary: item.summary,
    location: item.location,
  });
}

for (const event of all.filter((one) => !one.isRecurrenceException())) {
  for (const change of changes.filter((one) => one.uid === event.uid)) event.relateException(change);
  if (!event.isRecurring()) {
    keep(event, event.startDate, event.endDate);
    continue;
  }
  const times = event.iterator();
  for (let next = times.next(), left = 1000; next && left > 0; next = times.next(), left -= 1) {
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    keep(item, startDate, endDate);
  }
}
console.log(JSON.stringify(found));
