package schedule_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/schedule"
	"regulars/internal/words"
)

// at reads days of 2026 ("09-08") at a time of day; "09-08/18:00" has its own.
func at(t testing.TB, clock, days string) []schedule.Wall {
	t.Helper()
	var walls []schedule.Wall
	for _, day := range strings.Fields(days) {
		day, own, ok := strings.Cut(day, "/")
		if !ok {
			own = clock
		}
		walls = append(walls, wall(t, "2026-"+day+"T"+own))
	}
	return walls
}

func TestInfer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, days, want string
		every            int
	}{
		{"weekly", "08-25 09-01 09-08 09-15 09-22", "usually Tuesdays 18:30", 7},
		{"weekly with two dates missing", "08-04 08-11 08-25 09-01 09-15 09-22", "usually Tuesdays 18:30", 7},
		{"weekly and one outing", "08-25 09-01 09-08 09-12 09-15 09-22", "usually Tuesdays 18:30", 7},
		{"weekly, once at another time", "08-25 09-01/17:00 09-08 09-15", "usually Tuesdays 18:30", 7},
		{"weekly at changing times", "08-25/18:00 09-01/17:00 09-08/10:00 09-15/11:30", "usually Tuesdays", 7},
		{"two days a week", "08-25 08-27 09-01 09-03 09-08 09-10", "usually Tuesdays and Thursdays 18:30", 4},
		{"workdays", "08-24 08-25 08-26 08-27 08-28 08-31 09-01 09-02 09-03 09-04", "usually weekdays 18:30", 1},
		{"every other week", "08-25 09-08 09-22 10-06", "usually every other Tuesday 18:30", 14},
		{"every other week after a stray date", "08-18 08-25 09-08 09-22 10-06 10-20 11-03", "usually every other Tuesday 18:30", 14},
		{"every third week", "08-25 09-15 10-06 10-27", "usually every 3 weeks on Tuesday 18:30", 21},
		{"first Saturday", "08-01 09-05 10-03 11-07", "usually first Saturdays 18:30", 30},
		{"last Saturday", "08-29 09-26 10-31 11-28", "usually last Saturdays 18:30", 30},
		{"first and third", "08-01 08-15 09-05 09-19 10-03 10-17", "usually first and third Saturdays 18:30", 15},
		{"the 14th", "07-14 08-14 09-14 10-14", "usually the 14th of the month 18:30", 30},
		{"daily", "08-24 08-25 08-26 08-27 08-28 08-29 08-30 08-31", "usually daily 18:30", 1},
		{"a weekday without a count", "06-02 06-09 07-28 08-04 09-29 10-27", "usually on a Tuesday 18:30", 28},
		{"given in any order, twice", "09-08 08-25 09-01 08-25", "usually Tuesdays 18:30", 7},
		{"two dates", "08-25 09-01", "", 0},
		{"three meetings on two days", "08-25 08-25/10:00 09-01", "", 0},
		{"no pattern", "08-22 08-26 09-06 09-10 09-21 10-02", "", 0},
		{"a conference", "09-09 09-10 09-11", "", 0},
		{"none", "", "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, ok := schedule.Infer(at(t, "18:30", c.days))
			if ok != (c.want != "") || got.Words(words.English) != c.want || got.Every != c.every {
				t.Errorf("%q every %d, %v; want %q every %d", got.Words(words.English), got.Every, ok, c.want, c.every)
			}
			if ok && (got.Fit <= 0 || got.Fit > 1) {
				t.Errorf("fit %v", got.Fit)
			}
		})
	}
}

// TestInferFindsRules forgets a fifth of the dates of rules and finds them again.
func TestInferFindsRules(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 7))
	for _, text := range []string{"FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=1SA,3SA", "FREQ=DAILY"} {
		s := in(t, "Europe/London", "2026-09-08T19:00", text)
		var walls []schedule.Wall
		for i, d := range s.Between(s.Start.Instant(s.Zone), instant(t, "2028-01-01T00:00:00Z")) {
			if i < 2 || random.IntN(5) > 0 {
				walls = append(walls, d.Wall)
			}
		}
		got, _ := schedule.Infer(walls)
		if want := s.Rhythm().Words(words.English); got.Words(words.English) != want {
			t.Errorf("%s: %q, want %q", text, got.Words(words.English), want)
		}
	}
}

func TestRhythmOfSchedules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule, want string
		every      int
	}{
		{"FREQ=WEEKLY", "usually Tuesdays 19:00", 7},
		{"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "usually weekdays 19:00", 1},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "usually every other week on Tuesday and Thursday 19:00", 7},
		{"FREQ=MONTHLY;BYDAY=1SA,3SA", "usually first and third Saturdays 19:00", 15},
		{"FREQ=MONTHLY;BYDAY=-1SA", "usually last Saturdays 19:00", 30},
		{"FREQ=MONTHLY;BYMONTHDAY=-1", "usually the last day of the month 19:00", 30},
		{"FREQ=DAILY", "usually daily 19:00", 1},
		{"FREQ=DAILY;INTERVAL=2", "usually every other day 19:00", 2},
		{"FREQ=DAILY;INTERVAL=10", "usually every 10 days 19:00", 10},
		{"FREQ=MONTHLY;BYDAY=1MO,3WE", "usually on a Monday or Wednesday 19:00", 16},
		{"FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU", "usually on a Tuesday 19:00", 63},
		{"FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=8", "usually about every 2 months 19:00", 61},
		{"FREQ=YEARLY", "usually about every 12 months 19:00", 365},
		{"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "", 0},
		{"", "", 0},
	} {
		got := in(t, "Europe/London", "2026-09-08T19:00", c.rule).Rhythm()
		if got.Words(words.English) != c.want || got.Every != c.every || got.IsZero() != (c.want == "") {
			t.Errorf("%s: %q every %d, want %q every %d", c.rule, got.Words(words.English), got.Every, c.want, c.every)
		}
	}
}

func TestRhythmSlots(t *testing.T) {
	t.Parallel()
	evening := schedule.Rhythm{Weekdays: []time.Weekday{time.Tuesday}, Minute: 18 * 60, Every: 7}
	if got, want := evening.Slots(), schedule.SlotsOf(evening.Weekdays, []schedule.Part{schedule.Evening}); got != want {
		t.Errorf("%b, want %b", got, want)
	}
	evening.Minute = schedule.NoMinute
	if got, want := evening.Slots(), schedule.SlotsOf(evening.Weekdays, nil); got != want {
		t.Errorf("at no usual time: %b, want %b", got, want)
	}
	if got := (schedule.Rhythm{}).Slots(); got != 0 {
		t.Errorf("of none: %b", got)
	}
}

func TestSlots(t *testing.T) {
	t.Parallel()
	days, err := schedule.ParseWeekdays("tue, Monday,,TUE")
	if err != nil || schedule.FormatWeekdays(days) != "mon,tue" {
		t.Errorf("days %v, %v", days, err)
	}
	parts, err := schedule.ParseParts("evening,morning")
	if err != nil || schedule.FormatParts(parts) != "morning,evening" {
		t.Errorf("parts %v, %v", parts, err)
	}
	slots := schedule.SlotsOf(days, parts)
	for text, want := range map[string]bool{
		"2026-09-07T11:59": true, "2026-09-07T12:00": false, "2026-09-08T17:00": true, "2026-09-08T16:59": false, "2026-09-09T19:00": false,
	} {
		if slots.Meets(schedule.SlotOf(wall(t, text))) != want {
			t.Errorf("%s is in: %v", text, !want)
		}
	}
	if !slots.Has(time.Monday, schedule.Morning) || slots.Has(time.Sunday, schedule.Morning) {
		t.Error("Has is wrong")
	}
	all, last := schedule.SlotsOf(nil, nil), schedule.SlotOf(wall(t, "2026-09-13T19:00"))
	if all != schedule.AllSlots || last != 1<<20 {
		t.Errorf("all %b, Sunday evening %b", all, last)
	}
	if none, err := schedule.ParseWeekdays(""); err != nil || len(none) != 0 {
		t.Errorf("no days: %v, %v", none, err)
	}
	_, badDay := schedule.ParseWeekdays("mon,tu")
	_, badPart := schedule.ParseParts("night")
	for _, err := range []error{badDay, badPart} {
		if err == nil || !strings.HasSuffix(err.Error(), ".") {
			t.Errorf("refused with %v", err)
		}
	}
	if !slices.Equal(days, []time.Weekday{time.Monday, time.Tuesday}) {
		t.Errorf("days %v", days)
	}
}
