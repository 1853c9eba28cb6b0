package schedule_test

import (
	"reflect"
	"testing"
	"time"

	"regulars/internal/schedule"
)

func TestEndBefore(t *testing.T) {
	t.Parallel()
	start := schedule.NewWall(2026, time.September, 8, 18, 30)
	day := schedule.NewWall(2026, time.September, 22, 12, 0)
	for _, text := range []string{"FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=10", "FREQ=WEEKLY;UNTIL=20270101", "FREQ=DAILY"} {
		s := schedule.Schedule{Start: start, Zone: zone(t, "America/New_York"), Rule: rule(t, text)}
		s.Extra = []schedule.Wall{start.AddDate(0, 0, 2), start.AddDate(0, 0, 30)}
		from, to := start.Instant(s.Zone), start.AddDate(1, 0, 0).Instant(s.Zone)
		want := s.Between(from, day.Midnight().Instant(s.Zone))
		ended := s.EndBefore(day)
		if got := ended.Between(from, to); !reflect.DeepEqual(got, want) || len(got) < 3 {
			t.Errorf("%s gives %v, want %v", text, got, want)
		}
		if again, err := schedule.ParseRule(ended.Rule.String()); err != nil || again.String() != ended.Rule.String() {
			t.Errorf("%s ends as %q (%v)", text, ended.Rule, err)
		}
		if len(s.Extra) != 2 {
			t.Errorf("%s: the schedule itself has lost a date", text)
		}
	}
}

func TestSplitAt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ start, rule, date, to, before, after string }{
		{"2026-09-01T19:00", "FREQ=WEEKLY;COUNT=6", "2026-09-15T19:00", "2026-09-15T18:00", // another hour
			"2026-09-01T19:00 2026-09-08T19:00", "2026-09-15T18:00 2026-09-22T18:00 2026-09-29T18:00 2026-10-06T18:00"},
		{"2026-09-01T19:00", "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260924T235959", "2026-09-15T19:00", "2026-09-16T19:00", // another day
			"2026-09-01T19:00 2026-09-03T19:00 2026-09-08T19:00 2026-09-10T19:00", "2026-09-16T19:00 2026-09-18T19:00 2026-09-23T19:00 2026-09-25T19:00"},
		{"2026-09-07T19:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;UNTIL=20261018", "2026-09-21T19:00", "2026-09-20T19:00", // the days of one week stay in one
			"2026-09-07T19:00 2026-09-13T19:00", "2026-09-20T19:00 2026-09-26T19:00 2026-10-04T19:00 2026-10-10T19:00"},
		{"2026-09-05T10:00", "FREQ=MONTHLY;BYDAY=1SA;COUNT=4", "2026-10-03T10:00", "2026-10-04T11:00", // no rule says the day after
			"2026-09-05T10:00", "2026-10-04T11:00 2026-11-08T11:00 2026-12-06T11:00"},
		{"2026-09-01T19:00", "FREQ=WEEKLY;UNTIL=20260922", "2026-09-08T19:00", "2026-09-08T18:00", // earlier, until a day
			"2026-09-01T19:00", "2026-09-08T18:00 2026-09-15T18:00 2026-09-22T18:00"},
		{"2026-09-01T19:00", "FREQ=WEEKLY;UNTIL=20260922", "2026-09-08T19:00", "2026-09-09T00:30", // past midnight
			"2026-09-01T19:00", "2026-09-09T00:30 2026-09-16T00:30 2026-09-23T00:30"},
		{"2026-09-01T19:00", "FREQ=DAILY;UNTIL=20260903T190000", "2026-09-01T19:00", "2026-09-01T20:00", // all of it
			"", "2026-09-01T20:00 2026-09-02T20:00 2026-09-03T20:00"},
	} {
		s := in(t, "Europe/London", test.start, test.rule)
		from, to := instant(t, "2026-01-01T00:00:00Z"), instant(t, "2027-01-01T00:00:00Z")
		before, after, ok := s.SplitAt(wall(t, test.date), wall(t, test.to), time.Hour, to)
		if !ok || starts(before.Between(from, to)) != test.before || starts(after.Between(from, to)) != test.after {
			t.Errorf("%s from %s at %s: %v\n%s\n%s\nwant\n%s\n%s", test.rule, test.date, test.to, ok,
				starts(before.Between(from, to)), starts(after.Between(from, to)), test.before, test.after)
		}
	}
	s := in(t, "Europe/London", "2026-09-01T19:00", "FREQ=WEEKLY")
	if _, _, ok := s.SplitAt(wall(t, "2026-09-02T19:00"), s.Start, time.Hour, instant(t, "2027-01-01T00:00:00Z")); ok {
		t.Error("it is split at a date that it does not give")
	}
}

func TestSplitAtKeepsWhatDiffers(t *testing.T) {
	t.Parallel()
	s := in(t, "Europe/London", "2026-09-01T19:00", "FREQ=WEEKLY;COUNT=5")
	s.Except = []schedule.Wall{wall(t, "2026-09-22T19:00")}
	s.Extra = []schedule.Wall{wall(t, "2026-09-18T19:00")}
	s.Overrides = []schedule.Override{{Original: wall(t, "2026-09-29T19:00"), Start: wall(t, "2026-09-30T12:00"), Length: time.Hour}}
	_, after, ok := s.SplitAt(wall(t, "2026-09-15T19:00"), wall(t, "2026-09-15T20:00"), time.Hour, instant(t, "2027-01-01T00:00:00Z"))
	got := starts(after.Between(instant(t, "2026-01-01T00:00:00Z"), instant(t, "2027-01-01T00:00:00Z")))
	if want := "2026-09-15T20:00 2026-09-18T20:00 2026-09-30T12:00"; !ok || got != want {
		t.Errorf("gives %s, want %s", got, want)
	}
}

func TestSplitAtADateBesidesTheRule(t *testing.T) {
	t.Parallel()
	s := in(t, "Europe/London", "2026-09-01T19:00", "FREQ=WEEKLY;INTERVAL=2;COUNT=4")
	s.Extra = []schedule.Wall{wall(t, "2026-09-10T19:00"), wall(t, "2026-09-24T19:00")}
	_, after, ok := s.SplitAt(wall(t, "2026-09-10T19:00"), wall(t, "2026-09-10T18:00"), time.Hour, instant(t, "2027-01-01T00:00:00Z"))
	got := starts(after.Between(instant(t, "2026-01-01T00:00:00Z"), instant(t, "2027-01-01T00:00:00Z")))
	if want := "2026-09-10T18:00 2026-09-15T18:00 2026-09-24T18:00 2026-09-29T18:00 2026-10-13T18:00"; !ok || got != want {
		t.Errorf("gives %s, want %s", got, want)
	}
}

func TestOverrides(t *testing.T) {
	t.Parallel()
	s := in(t, "Europe/London", "2026-09-01T19:00", "FREQ=WEEKLY;COUNT=5")
	s.Extra = []schedule.Wall{wall(t, "2026-09-11T19:00")}
	s.Except = []schedule.Wall{wall(t, "2026-09-22T19:00")}
	s.Overrides = []schedule.Override{
		{Original: wall(t, "2026-09-01T19:00"), Why: "storm"},                                          // called off
		{Original: wall(t, "2026-09-08T19:00"), Start: wall(t, "2026-10-30T18:00"), Length: time.Hour}, // beyond all others, after the clock change
		{Original: wall(t, "2026-09-11T19:00"), Start: wall(t, "2026-09-10T19:00"), Length: time.Hour}, // an extra one
		{Original: wall(t, "2026-09-22T19:00"), Start: wall(t, "2026-09-23T19:00")},                    // left out
		{Original: wall(t, "2026-09-16T19:00"), Start: wall(t, "2026-09-17T19:00")},                    // none of its dates
	}
	all := s.Between(instant(t, "2026-01-01T00:00:00Z"), instant(t, "2027-01-01T00:00:00Z"))
	if got, want := starts(all), "2026-09-01T19:00 2026-09-10T19:00 2026-09-15T19:00 2026-09-29T19:00 2026-10-30T18:00"; got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	if last := all[4]; !all[0].CalledOff() || all[0].Override.Why != "storm" || last.CalledOff() ||
		last.Wall != wall(t, "2026-09-08T19:00") || last.End.Sub(last.Start) != time.Hour {
		t.Errorf("the dates are %+v", all)
	}
	if got := starts(s.Between(instant(t, "2026-10-01T00:00:00Z"), instant(t, "2026-11-01T00:00:00Z"))); got != "2026-10-30T18:00" {
		t.Errorf("October has %s", got)
	}
	if next, ok := s.Next(instant(t, "2026-08-01T00:00:00Z")); !ok || next.Wall != wall(t, "2026-09-11T19:00") {
		t.Errorf("next is %+v, want the first that is not called off", next)
	}
	for text, want := range map[string]bool{"2026-09-08T19:00": true, "2026-09-22T19:00": false, "2026-09-16T19:00": false, "2026-09-15T19:00": true, "2026-10-06T19:00": false} {
		if date, ok := s.Date(wall(t, text)); ok != want || ok && date.Wall != wall(t, text) {
			t.Errorf("the date of %s is %+v, %v", text, date, ok)
		}
	}
}
