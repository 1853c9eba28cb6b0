package schedule_test

import (
	"reflect"
	"testing"
	"time"

	"regulars/internal/schedule"
)

func TestShapes(t *testing.T) {
	t.Parallel()
	start := schedule.NewWall(2026, time.September, 8, 18, 30) // a Tuesday
	through := schedule.NewWall(2026, time.December, 15, 0, 0)
	for text, want := range map[string]schedule.Shape{
		"FREQ=WEEKLY":                             {Weeks: 1, Days: []time.Weekday{time.Tuesday}},
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,TU":      {Weeks: 2, Days: []time.Weekday{time.Tuesday, time.Thursday}},
		"FREQ=MONTHLY;BYDAY=1SA,3SA":              {Days: []time.Weekday{time.Saturday}, Nth: []int{1, 3}},
		"FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1":       {Days: []time.Weekday{time.Friday}, Nth: []int{-1}},
		"FREQ=MONTHLY":                            {MonthDay: 8},
		"FREQ=WEEKLY;UNTIL=20261215":              {Weeks: 1, Days: []time.Weekday{time.Tuesday}, Through: through},
		"FREQ=WEEKLY;UNTIL=20261216T043000Z":      {Weeks: 1, Days: []time.Weekday{time.Tuesday}, Through: through},
		"FREQ=MONTHLY;BYDAY=2TU;UNTIL=20261215":   {Days: []time.Weekday{time.Tuesday}, Nth: []int{2}, Through: through},
		"FREQ=MONTHLY;BYMONTHDAY=1":               {MonthDay: 1},
		"FREQ=DAILY;BYDAY=MO,WE;UNTIL=20261215":   {Weeks: 1, Days: []time.Weekday{time.Monday, time.Wednesday}, Through: through},
		"FREQ=WEEKLY;INTERVAL=3;BYDAY=SU;WKST=SU": {Weeks: 3, Days: []time.Weekday{time.Sunday}},
	} {
		s := schedule.Schedule{Start: start, Zone: zone(t, "America/New_York"), Rule: rule(t, text)}
		got, ok := s.Shape()
		if !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%s has the shape %+v (%v), want %+v", text, got, ok, want)
		}
		again := s
		again.Rule = got.Rule()
		if back, ok := again.Shape(); !ok || !reflect.DeepEqual(back, want) {
			t.Errorf("%s comes back as %s", text, again.Rule)
		}
	}
}

func TestRulesWithoutShape(t *testing.T) {
	t.Parallel()
	start := schedule.NewWall(2026, time.September, 8, 18, 30)
	for _, text := range []string{
		"", "FREQ=YEARLY", "FREQ=WEEKLY;COUNT=5", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU", "FREQ=MONTHLY;BYDAY=1TU,2TH",
		"FREQ=MONTHLY;BYDAY=-2TU", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=WEEKLY;BYMONTH=5",
		"FREQ=DAILY;INTERVAL=2",
	} {
		s := schedule.Schedule{Start: start, Rule: rule(t, text)}
		if got, ok := s.Shape(); ok {
			t.Errorf("%q has the shape %+v, want none", text, got)
		}
	}
}
