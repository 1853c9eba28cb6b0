package feed

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// alone gives the calendar of one meeting.
func (w writer) alone(record meetings.Record) ([]byte, error) {
	page := w.pageOf(record.Meeting)
	return calendar{
		name: w.group.Name, page: page, source: page + ".ics", zone: w.zone, events: []event{w.meeting(record)},
	}.bytes(w.now)
}

func (w writer) pageOf(m meetings.Meeting) string { return w.page + "/" + m.Key }

// timetable makes the events of all schedules, and of the meetings that no
// schedule gives (any more).
func (w writer) timetable(table meetings.Timetable, records []meetings.Record) []event {
	left := map[schedule.Wall]meetings.Record{}
	for _, record := range records {
		left[record.Original] = record
	}
	var events []event
	ruled := 0
	for _, one := range table {
		rest, repeats := w.repeating(one, ruled, left)
		if repeats != nil {
			events = append(events, repeats...)
			ruled++
		}
		for _, date := range rest {
			if record, made := left[date.Wall]; made {
				events = append(events, w.meeting(record))
				delete(left, date.Wall)
			} else {
				events = append(events, w.date(date))
			}
		}
	}
	for _, record := range records {
		if _, alone := left[record.Original]; alone {
			events = append(events, w.meeting(record))
		}
	}
	return once(events)
}

// once drops events that two schedules give alike.
func once(events []event) []event {
	type identity struct{ uid, instead string }
	seen := map[identity]bool{}
	return slices.DeleteFunc(events, func(e event) bool {
		id := identity{e.uid, e.instead.wall.String()}
		again := seen[id]
		seen[id] = true
		return again
	})
}

var (
	earliest = time.Date(1, time.January, 2, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(9999, time.December, 30, 0, 0, 0, 0, time.UTC)
)

// repeating makes the event of a rule, followed by those that stand for single
// dates of it, which are taken out of left. Where nothing repeats, it gives the
// dates.
func (w writer) repeating(one schedule.Schedule, n int, left map[schedule.Wall]meetings.Record) ([]schedule.Date, []event) {
	bare := schedule.Schedule{Start: one.Start, Zone: w.zone, Length: one.Length, Rule: one.Rule}
	first, found := bare.Next(one.Start.Instant(w.zone).Add(-time.Nanosecond))
	if one.Rule.IsZero() || !found {
		return one.Between(earliest, latest), nil
	}
	master := w.event(w.seriesUID(one.Start, n), moment{first.Wall, w.zone}, one.Length)
	master.rule = one.Rule
	master.except, master.extra = differences(one, bare)
	events := []event{master}
	told := map[schedule.Wall]bool{}
	instead := func(original schedule.Wall, e event) {
		events = append(events, e.insteadOf(master, original))
		told[original] = true
	}
	made := map[schedule.Wall]bool{}
	for _, record := range sorted(left) {
		if _, given := one.Date(record.Original); !given {
			continue
		}
		delete(left, record.Original)
		made[record.Original] = true
		if differs(record.Meeting, one, w.zone) {
			instead(record.Original, w.meeting(record))
		}
	}
	for _, o := range one.Overrides {
		if date, given := one.Date(o.Original); given && !made[o.Original] {
			instead(o.Original, w.date(date))
		}
	}
	for _, date := range one.Between(w.now, w.now.AddDate(exactYears, 0, 0)) {
		if !told[date.Wall] && !steady(date.Start, date.End, w.zone) {
			instead(date.Wall, w.date(date))
		}
	}
	return nil, events
}

// exactYears is how far ahead the dates at which clocks change are told apart.
const exactYears = 2

// insteadOf makes the event one date of a series.
func (e event) insteadOf(series event, original schedule.Wall) event {
	e.uid, e.instead = series.uid, moment{original, series.start.zone}
	return e
}

// differences are the dates that a schedule leaves out of its bare rule, and
// those it adds. Programs know no breaks, so their dates are left out one by one.
func differences(one, bare schedule.Schedule) (except, extra []schedule.Wall) {
	except = slices.Clone(one.Except)
	for _, pause := range one.Breaks {
		from, through := pause.From.Midnight(), pause.Through.Midnight().AddDate(0, 0, 1)
		for _, date := range bare.Between(from.Instant(bare.Zone), through.Instant(bare.Zone)) {
			except = append(except, date.Wall)
		}
	}
	slices.SortFunc(except, schedule.Wall.Compare)
	except = slices.Compact(except)
	for _, wall := range one.Extra {
		_, given := one.Date(wall)
		if _, anyway := bare.Date(wall); given && !anyway {
			extra = append(extra, wall)
		}
	}
	return except, extra
}

// differs tells whether a meeting is not what its schedule says of it.
func differs(m meetings.Meeting, one schedule.Schedule, zone *time.Location) bool {
	start := m.Original.Instant(zone)
	return m.Status == meetings.CalledOff || m.Status == meetings.Moved || m.Venue != "" ||
		!m.Starts.Equal(start) || !m.Ends.Equal(start.Add(one.Length))
}

func sorted(left map[schedule.Wall]meetings.Record) []meetings.Record {
	records := make([]meetings.Record, 0, len(left))
	for _, record := range left {
		records = append(records, record)
	}
	slices.SortFunc(records, func(a, b meetings.Record) int { return a.Original.Compare(b.Original) })
	return records
}

// seriesUID is what the nth schedule with a rule is called. It stays when the
// schedule is replaced by another.
func (w writer) seriesUID(start schedule.Wall, n int) string {
	if uid, imported := w.uids.Series[start]; imported {
		return uid
	}
	if n > 0 {
		return fmt.Sprintf("group-%d-%d@%s", w.group.ID, n+1, w.host)
	}
	return fmt.Sprintf("group-%d@%s", w.group.ID, w.host)
}

// dateUID is what a single date is called, wherever it is moved to.
func (w writer) dateUID(original schedule.Wall) string {
	if uid, imported := w.uids.Dates[original]; imported {
		return uid
	}
	return fmt.Sprintf("group-%d-%s@%s", w.group.ID, original.Format(wallLayout), w.host)
}

// date makes the event of a date that is no meeting yet.
func (w writer) date(date schedule.Date) event {
	return w.occasion(meetings.Of(date, w.group.Claimed))
}

// single makes an event that does not repeat. Where clocks change meanwhile, its
// times are in UTC.
func (w writer) single(uid string, start, end time.Time) event {
	zone := w.zone
	if !steady(start, end, zone) {
		zone = time.UTC
	}
	return w.event(uid, moment{schedule.WallOf(start, zone), zone}, end.Sub(start))
}

// meeting makes an event of its own for a meeting.
func (w writer) meeting(r meetings.Record) event {
	e := w.occasion(r.Meeting)
	e.revision = e.revision.Plus(r.Revision)
	e.url = w.pageOf(r.Meeting)
	return e
}

// occasion makes the event of a meeting that may not have a page of its own.
func (w writer) occasion(m meetings.Meeting) event {
	e := w.single(w.dateUID(m.Original), m.Starts, m.Ends)
	if m.Venue != "" {
		e.location, e.geo = m.Venue, ""
	}
	switch m.Status {
	case meetings.CalledOff:
		e.status = ical.EventCancelled
		off := w.words.Say("called-off")
		e.summary = off + ": " + w.group.Name
		e.description = lines(because(off, m.Reason), e.description)
	case meetings.Moved:
		e.description = lines(because(movedWords(m, w.zone, w.words), m.Reason), e.description)
	case meetings.Expected:
		e.status = ical.EventTentative
	default:
		e.status = ical.EventConfirmed
	}
	return e
}

// event makes an event with all that the group says of itself.
func (w writer) event(uid string, start moment, length time.Duration) event {
	e := event{
		uid: uid, revision: w.revision, start: start, length: length, url: w.page, status: ical.EventConfirmed,
		summary: w.group.Name, description: describe(w.group, w.words), location: locate(w.group),
	}
	if !w.group.Claimed {
		e.status = ical.EventTentative
	}
	if w.group.Exact && !w.group.Online { // else the point is that of the town
		e.geo = fmt.Sprintf("%.5f;%.5f", w.group.Lat, w.group.Lon)
	}
	for _, slug := range w.group.Interests {
		e.categories = append(e.categories, strings.ReplaceAll(slug, "-", " "))
	}
	return e
}
