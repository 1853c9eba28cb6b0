package feed_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/icaltest"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// The zones are of every kind: changes north and south, by half an hour, at
// midnight, by the moon, none, negative summer time, a new offset.
var zones = []string{
	"America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu",
	"Africa/Casablanca", "Europe/Dublin", "Asia/Gaza", "America/Havana", "Pacific/Apia",
}

// timetables are of every kind too; several start in a gap or an overlap.
var timetables = map[string][]schedule.Schedule{
	"weekly":       {{Start: wall("2026-09-01T19:00"), Length: 2 * time.Hour, Rule: rule("FREQ=WEEKLY;BYDAY=TU")}},
	"before first": {{Start: wall("2026-09-04T19:00"), Length: time.Hour, Rule: rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH")}},
	"old":          {{Start: wall("2012-01-07T10:00"), Length: time.Hour, Rule: rule("FREQ=MONTHLY;BYDAY=1SA,3SA")}},
	"at night":     {{Start: wall("2026-09-06T02:30"), Length: time.Hour, Rule: rule("FREQ=WEEKLY;BYDAY=SU")}},
	"at one":       {{Start: wall("2026-09-06T01:30"), Length: 30 * time.Minute, Rule: rule("FREQ=DAILY")}},
	"past twelve":  {{Start: wall("2026-09-05T00:15"), Length: time.Hour, Rule: rule("FREQ=WEEKLY;BYDAY=SA,SU")}},
	"over night":   {{Start: wall("2026-09-05T22:00"), Length: 6 * time.Hour, Rule: rule("FREQ=WEEKLY;BYDAY=SA")}},
	"last":         {{Start: wall("2026-09-25T20:00"), Length: 90 * time.Minute, Rule: rule("FREQ=MONTHLY;BYDAY=-1FR")}},
	"31st":         {{Start: wall("2026-08-31T20:00"), Length: time.Hour, Rule: rule("FREQ=MONTHLY;BYMONTHDAY=31")}},
	"until a day":  {{Start: wall("2026-09-01T19:00"), Length: time.Hour, Rule: rule("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270119")}},
	"until a time": {{Start: wall("2026-09-01T19:00"), Length: time.Hour, Rule: rule("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270119T190000")}},
	"counted":      {{Start: wall("2026-09-02T19:00"), Length: time.Hour, Rule: rule("FREQ=WEEKLY;BYDAY=MO;COUNT=30")}},
	"two": {
		{Start: wall("2026-09-01T19:00"), Length: time.Hour, Rule: rule("FREQ=WEEKLY;BYDAY=TU")},
		{Start: wall("2026-09-04T10:00"), Length: 3 * time.Hour, Rule: rule("FREQ=WEEKLY;BYDAY=FR")},
	},
	"with exceptions": {{
		Start: wall("2026-09-01T19:00"), Length: 2 * time.Hour, Rule: rule("FREQ=WEEKLY;BYDAY=TU"),
		Except: []schedule.Wall{wall("2026-09-01T19:00"), wall("2026-10-27T19:00"), wall("2027-03-30T19:00")},
		Extra:  []schedule.Wall{wall("2026-09-17T18:00"), wall("2026-09-15T19:00"), wall("2028-01-02T08:00")},
	}},
	"with breaks": {{
		Start: wall("2026-09-01T19:00"), Length: time.Hour, Rule: rule("FREQ=WEEKLY;BYDAY=TU"),
		Extra:  []schedule.Wall{wall("2026-12-23T19:00"), wall("2027-02-03T19:00")},
		Breaks: []schedule.Break{{From: wall("2026-12-20T00:00"), Through: wall("2027-01-05T00:00")}},
	}},
	"dates": {{
		Start: wall("2026-09-03T18:00"), Length: 2 * time.Hour,
		Extra: []schedule.Wall{wall("2026-10-25T01:30"), wall("2027-03-14T02:30"), wall("2027-10-08T18:00")},
	}},
	"none": {},
}

func TestAnotherReaderAgreesForTwoYears(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	from, to := noon, noon.AddDate(2, 0, 0)
	var names, calendars []string
	var want [][]icaltest.Occurrence
	for _, name := range zones {
		for kind, table := range timetables {
			group := r.group(name, slices.Clone(table)...)
			r.disturb(group)
			names, calendars = append(names, name+" "+kind), append(calendars, r.calendar(group))
			want = append(want, r.expected(group, from, to))
		}
	}
	total := 0
	for i, got := range icaltest.Read(t, from, to, calendars...) {
		for j := range got {
			got[j].UID, got[j].Summary, got[j].Repeats = "", "", false
		}
		if !slices.Equal(got, want[i]) {
			t.Errorf("%s: %s", names[i], firstDifference(got, want[i]))
		}
		total += len(got)
	}
	t.Logf("%d calendars, %d occurrences", len(calendars), total)
	if total < 10_000 {
		t.Errorf("only %d occurrences were compared", total)
	}
}

// disturb calls one coming date of a group off, moves one by a day and a bit,
// holds another elsewhere, and lets one go on as it is.
func (r *rig) disturb(group groups.Group) {
	coming, err := r.meetings.Upcoming(context.Background(), group.ID, 0, 4)
	r.must(err)
	for i, m := range coming {
		switch i {
		case 0:
			r.callOff(group, m.Key, "the heating is broken")
		case 1:
			r.move(group, m.Key, 25*time.Hour+15*time.Minute, "")
		case 2:
			r.move(group, m.Key, 0, "The Library")
		}
	}
}

// expected is what our own rows and rules say.
func (r *rig) expected(group groups.Group, from, to time.Time) []icaltest.Occurrence {
	table, err := r.meetings.Timetable(context.Background(), group)
	r.must(err)
	records, err := r.meetings.Records(context.Background(), group.ID, from.AddDate(-1, 0, 0))
	r.must(err)
	made := map[schedule.Wall]meetings.Record{}
	for _, record := range records {
		made[record.Original] = record
	}
	want := []icaltest.Occurrence{}
	add := func(start, end time.Time, status string) {
		if !start.Before(from) && start.Before(to) {
			want = append(want, icaltest.Occurrence{Start: start.Unix(), End: end.Unix(), Status: status})
		}
	}
	for _, date := range table.Between(from.AddDate(-1, 0, 0), to) {
		record, known := made[date.Wall]
		switch {
		case !known:
			add(date.Start, date.End, "CONFIRMED")
		case record.Status == meetings.CalledOff:
			add(record.Starts, record.Ends, "CANCELLED")
		default:
			add(record.Starts, record.Ends, "CONFIRMED")
		}
	}
	slices.SortFunc(want, func(a, b icaltest.Occurrence) int { return int(a.Start - b.Start) })
	return want
}

func firstDifference(got, want []icaltest.Occurrence) string {
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			return "lacks " + want[i].String()
		case i >= len(want):
			return "has besides " + got[i].String()
		case got[i] != want[i]:
			return "has " + got[i].String() + ", want " + want[i].String()
		}
	}
	return "no difference"
}
