package schedule_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/schedule"
)

// in makes a schedule of two hours; the start is a wall time.
func in(t testing.TB, tzid, start, text string) schedule.Schedule {
	t.Helper()
	return schedule.Schedule{Start: wall(t, start), Zone: zone(t, tzid), Length: 2 * time.Hour, Rule: rule(t, text)}
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// starts gives the dates as the group's clock shows them, one a word.
func starts(dates []schedule.Date) string {
	var texts []string
	for _, d := range dates {
		texts = append(texts, d.Start.Format("2006-01-02T15:04"))
	}
	return strings.Join(texts, " ")
}

func TestBetween(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, zone, start, rule, from, to, want string }{
		{"a single date", "Europe/London", "2026-09-08T18:30", "", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2026-09-08T18:30"},
		{"from is in the span", "Europe/London", "2026-09-08T18:30", "", "2026-09-08T17:30:00Z", "2027-01-01T00:00:00Z", "2026-09-08T18:30"},
		{"to is not", "Europe/London", "2026-09-08T18:30", "", "2026-01-01T00:00:00Z", "2026-09-08T17:30:00Z", ""},
		{"an empty span", "Europe/London", "2026-09-08T18:30", "FREQ=DAILY", "2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z", ""},
		{"20:00 stays 20:00 and its day in Santiago", "America/Santiago", "2026-08-30T20:00", "FREQ=WEEKLY", "2026-08-30T00:00:00Z", "2026-09-20T00:00:00Z",
			"2026-08-30T20:00 2026-09-06T20:00 2026-09-13T20:00"},
		{"a gap moves one date", "America/New_York", "2026-03-07T02:30", "FREQ=DAILY;COUNT=3", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z",
			"2026-03-07T02:30 2026-03-08T03:30 2026-03-09T02:30"},
		{"the 31st is not carried over", "Europe/London", "2026-01-31T19:00", "FREQ=MONTHLY", "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z",
			"2026-01-31T19:00 2026-03-31T19:00 2026-05-31T19:00"},
		{"last Friday", "Europe/London", "2026-01-01T19:00", "FREQ=MONTHLY;BYDAY=-1FR", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z",
			"2026-01-30T19:00 2026-02-27T19:00 2026-03-27T19:00"},
		{"weeks begin on Monday", "Europe/London", "2026-01-06T19:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", "2026-01-01T00:00:00Z", "2026-01-31T00:00:00Z",
			"2026-01-06T19:00 2026-01-11T19:00 2026-01-20T19:00 2026-01-25T19:00"},
		{"or on Sunday", "Europe/London", "2026-01-06T19:00", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU", "2026-01-01T00:00:00Z", "2026-01-31T00:00:00Z",
			"2026-01-06T19:00 2026-01-18T19:00 2026-01-20T19:00"},
		{"the start counts only if the rule gives it", "Europe/London", "2026-01-07T19:00", "FREQ=WEEKLY;BYDAY=TU;COUNT=2", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z",
			"2026-01-13T19:00 2026-01-20T19:00"},
		{"UNTIL as a date keeps that evening", "America/New_York", "2026-01-13T22:00", "FREQ=WEEKLY;UNTIL=20260120", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z",
			"2026-01-13T22:00 2026-01-20T22:00"},
		{"UNTIL as an instant keeps what starts then", "America/New_York", "2026-01-13T22:00", "FREQ=WEEKLY;UNTIL=20260121T030000Z", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z",
			"2026-01-13T22:00 2026-01-20T22:00"},
		{"and drops what starts later", "America/New_York", "2026-01-13T22:00", "FREQ=WEEKLY;UNTIL=20260121T025959Z", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-01-13T22:00"},
		{"UNTIL in local time", "America/New_York", "2026-01-13T22:00", "FREQ=WEEKLY;UNTIL=20260120T215959", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-01-13T22:00"},
		{"positions count in the whole week", "Europe/London", "2026-01-07T19:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2,3;COUNT=4", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z",
			"2026-01-07T19:00 2026-01-09T19:00 2026-01-14T19:00 2026-01-16T19:00"},
		{"or from a start that is at none of them", "Europe/London", "2026-01-07T19:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1;COUNT=2", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z",
			"2026-01-07T19:00 2026-01-12T19:00"},
		{"once a year on a day of the start's month", "Europe/London", "2026-05-14T19:00", "FREQ=YEARLY;BYMONTHDAY=14", "2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z",
			"2026-05-14T19:00 2027-05-14T19:00"},
		{"but every Friday the 13th", "Europe/London", "2026-02-13T19:00", "FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=13", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z",
			"2026-02-13T19:00 2026-03-13T19:00 2026-11-13T19:00"},
		{"29 February", "Europe/London", "2024-02-29T19:00", "FREQ=YEARLY", "2024-03-01T00:00:00Z", "2033-01-01T00:00:00Z", "2028-02-29T19:00 2032-02-29T19:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := in(t, c.zone, c.start, c.rule)
			if got := starts(s.Between(instant(t, c.from), instant(t, c.to))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestExceptionsExtrasAndBreaks(t *testing.T) {
	t.Parallel()
	s := in(t, "Europe/London", "2026-12-01T19:00", "FREQ=WEEKLY;COUNT=7")
	s.Except = []schedule.Wall{wall(t, "2026-12-08T19:00"), wall(t, "2026-12-15T18:00")}
	s.Extra = []schedule.Wall{wall(t, "2027-01-13T11:00"), wall(t, "2026-12-02T10:00"), wall(t, "2026-12-01T19:00"), wall(t, "2026-12-24T19:00")}
	s.Breaks = []schedule.Break{{From: wall(t, "2026-12-20T12:00"), Through: wall(t, "2027-01-05T00:00"), Why: "the hall is shut"}}
	dates := s.Between(instant(t, "2026-01-01T00:00:00Z"), instant(t, "2028-01-01T00:00:00Z"))
	if got, want := starts(dates), "2026-12-01T19:00 2026-12-02T10:00 2026-12-15T19:00 2027-01-12T19:00 2027-01-13T11:00"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if d := dates[0]; d.End.Sub(d.Start) != s.Length || d.Wall != s.Start || d.Start.Location() != s.Zone {
		t.Errorf("first date: %+v", d)
	}
	single := in(t, "Europe/London", "2026-12-24T19:00", "")
	single.Breaks = s.Breaks
	if d, ok := single.Next(instant(t, "2026-01-01T00:00:00Z")); ok {
		t.Errorf("a single date in a break is given: %v", d)
	}
}

func TestNext(t *testing.T) {
	t.Parallel()
	s := in(t, "America/New_York", "2026-01-13T18:30", "FREQ=WEEKLY")
	first := instant(t, "2026-01-13T23:30:00Z")
	if d, ok := s.Next(first.Add(-time.Nanosecond)); !ok || !d.Start.Equal(first) {
		t.Errorf("just before: %v, %v", d, ok)
	}
	if d, ok := s.Next(first); !ok || !d.Start.Equal(first.AddDate(0, 0, 7)) {
		t.Errorf("at the start: %v, %v", d, ok)
	}
	if d, ok := s.Next(instant(t, "1950-01-01T00:00:00Z")); !ok || !d.Start.Equal(first) {
		t.Errorf("long before: %v, %v", d, ok)
	}
	s.Extra = []schedule.Wall{wall(t, "2026-01-15T10:00")}
	if d, ok := s.Next(first); !ok || d.Wall != s.Extra[0] {
		t.Errorf("an extra date: %v, %v", d, ok)
	}
	if d, ok := in(t, "Europe/London", "2026-01-01T19:00", "FREQ=WEEKLY;UNTIL=20260201").Next(instant(t, "2026-02-01T00:00:00Z")); ok {
		t.Errorf("after the end: %v", d)
	}
	if d, ok := (schedule.Schedule{Rule: schedule.Weekly(1)}).Next(first); ok {
		t.Errorf("without a start: %v", d)
	}
}

// TestEnds tries rules that give no date, or go on from long ago: a careless
// expansion never comes back from some of them.
func TestEnds(t *testing.T) {
	t.Parallel()
	from := instant(t, "2026-01-01T00:00:00Z")
	for _, c := range []struct {
		start, rule string
		want        int
	}{
		{"2020-01-01T19:00", "FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=1TU", 0},
		{"2020-01-01T19:00", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 0},
		{"2020-01-01T19:00", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", 0},
		{"2020-01-06T19:00", "FREQ=DAILY;INTERVAL=7;BYDAY=TU", 0},
		{"2020-01-06T19:00", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5", 0},
		{"0001-01-01T19:00", "FREQ=WEEKLY", 52},
		{"0001-01-01T19:00", "FREQ=DAILY;INTERVAL=100000", 0},
		{"0001-01-01T19:00", "FREQ=DAILY;COUNT=100000", 0},
		{"2030-01-01T19:00", "FREQ=DAILY", 0},
	} {
		s := in(t, "Europe/London", c.start, c.rule)
		dates := s.Between(from, from.AddDate(1, 0, 0))
		if len(dates) != c.want {
			t.Errorf("%s from %s: %d dates, want %d", c.rule, c.start, len(dates), c.want)
		}
	}
	s := in(t, "Europe/London", "2026-01-01T19:00", "FREQ=DAILY")
	s.Extra = []schedule.Wall{wall(t, "2026-01-01T20:00")}
	if got := len(s.Between(from, instant(t, "9999-01-01T00:00:00Z"))); got != schedule.MaxDates {
		t.Errorf("%d dates, want %d", got, schedule.MaxDates)
	}
}

// TestSpansAgree holds the leap to a late span to the walk from the start.
func TestSpansAgree(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t)[:200] {
		s := c.schedule(t)
		begin := s.Start.Instant(s.Zone)
		all := s.Between(begin.AddDate(-1, 0, 0), begin.AddDate(8, 0, 0))
		if len(all) < 10 {
			continue
		}
		middle := len(all) / 2
		late := s.Between(all[middle].Start, begin.AddDate(8, 0, 0))
		if len(all) < schedule.MaxDates && !slices.Equal(late, all[middle:]) {
			t.Errorf("case %d: %s: %d dates from the middle, want %d", c.ID, c.RRule, len(late), len(all)-middle)
		}
		if next, ok := s.Next(all[middle-1].Start); !ok || next != all[middle] {
			t.Errorf("case %d: %s: next is %v, want %v", c.ID, c.RRule, next, all[middle])
		}
	}
}
