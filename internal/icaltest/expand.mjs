// Reads calendars with ical.js, which is not ours: one JSON line {ics, from, to}
// a request on standard input, Unix seconds; one JSON line of answers each, the
// occurrences that start in [from, to) in order:
//
//   {"uid", "start", "end", "status", "summary", "repeats", "day"}
import { createInterface } from "node:readline";
import ICAL from "ical.js";

const slack = 366 * 86400; // no date is moved farther

function events(calendar) {
  const series = new Map();
  for (const part of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(part, { exceptions: [] }); // left to itself it takes those of other series too
    if (!event.startDate) continue;
    const known = series.get(event.uid) ?? { mains: [], exceptions: [] };
    (event.isRecurrenceException() ? known.exceptions : known.mains).push(event);
    series.set(event.uid, known);
  }
  return series.values();
}

function occurrences({ ics, from, to }) {
  const found = [];
  const add = (event, start, end, repeats) => {
    const begins = start.toUnixTime();
    if (begins < from || begins >= to) return;
    const status = event.component.getFirstPropertyValue("status");
    found.push({ uid: event.uid, start: begins, end: end.toUnixTime(), status, summary: event.summary, repeats, day: start.isDate });
  };
  for (const calendar of [ICAL.parse(ics)].flat(ics.split("BEGIN:VCALENDAR").length > 2 ? 1 : 0).map((c) => new ICAL.Component(c))) {
    for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
    for (const { mains, exceptions } of events(calendar)) {
      for (const alone of mains.length ? mains.filter((e) => !e.isRecurring()) : exceptions) add(alone, alone.startDate, alone.endDate, false);
      for (const main of mains.filter((e) => e.isRecurring())) {
        for (const exception of exceptions) main.relateException(exception);
        const dates = main.iterator();
        for (let next; (next = dates.next()) && next.toUnixTime() < to + slack; ) {
          const { item, startDate, endDate } = main.getOccurrenceDetails(next);
          add(item, startDate, endDate, true);
        }
      }
    }
  }
  return found.sort((a, b) => a.start - b.start || (a.uid < b.uid ? -1 : 1));
}

for await (const line of createInterface({ input: process.stdin })) {
  ICAL.TimezoneService.reset();
  console.log(JSON.stringify(occurrences(JSON.parse(line))));
}
