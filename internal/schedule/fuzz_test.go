package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/teambition/rrule-go"

	"regulars/internal/schedule"
	"regulars/internal/words"
)

// FuzzRule holds that whatever is read as a rule is written and read back the
// same, and that its dates end, are ordered, lie in the span, and are the same
// from the midst of it on.
func FuzzRule(f *testing.F) {
	for _, text := range []string{
		"FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=1SA,-1SU;BYMONTH=1,12", "FREQ=YEARLY;BYYEARDAY=-1,366;BYSETPOS=1",
		"rrule:freq=daily;interval=100000;count=100000", "FREQ=WEEKLY;UNTIL=99991231T235959Z;WKST=SU;BYSETPOS=-1", "FREQ=MONTHLY;BYMONTHDAY=31,-31",
		"FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1,-1;INTERVAL=2;COUNT=9", "FREQ=YEARLY;BYMONTHDAY=29",
	} {
		f.Add(text, int64(1788800000), int64(1700000000), int64(2000000000), uint8(0))
	}
	zones := []*time.Location{zone(f, "America/New_York"), zone(f, "America/Santiago"), zone(f, "Australia/Lord_Howe"), zone(f, "Pacific/Apia"), nil}
	f.Fuzz(func(t *testing.T, text string, start, from, to int64, place uint8) {
		r, err := schedule.ParseRule(text)
		if err != nil {
			return
		}
		again, err := schedule.ParseRule(r.String())
		if err != nil || again.String() != r.String() {
			t.Fatalf("%q is read back as %q, %v", r, again, err)
		}
		z := zones[int(place)%len(zones)]
		s := schedule.Schedule{Start: schedule.WallOf(time.Unix(start, 0), z), Zone: z, Length: time.Hour, Rule: r}
		begin, end := time.Unix(from, 0), time.Unix(to, 0)
		dates := s.Between(begin, end)
		for i, d := range dates {
			if d.Start.Before(begin) || !d.Start.Before(end) || i > 0 && d.Start.Before(dates[i-1].Start) {
				t.Fatalf("%q: %v is out of order or of [%v, %v)", r, d, begin, end)
			}
		}
		if len(dates) > schedule.MaxDates {
			t.Fatalf("%d dates", len(dates))
		}
		if half := len(dates) / 2; 0 < half && len(dates) < schedule.MaxDates {
			if rest := s.Between(dates[half].Start, end); !slices.Equal(rest, dates[half:]) {
				t.Fatalf("%q: from %v on it gives %v, want %v", r, dates[half], rest, dates[half:])
			}
		}
		next, ok := s.Next(begin.Add(-time.Nanosecond))
		if len(dates) > 0 && end.Sub(begin) < 1e18 && ok && next != dates[0] {
			t.Fatalf("%q: next is %v, first of the span %v", r, next, dates[0])
		}
		for _, l := range words.All() {
			_, _, _ = s.Words(l), s.Habit(l), s.Rhythm().Words(l)
		}
	})
}

// TestLibraryAgrees compares random rules with rrule-go in floating time. (It
// cannot serve in place of our own expansion: it looks at an end only when it
// has found a date, and FREQ=YEARLY;BYMONTH=12;BYDAY=53MO makes it panic.)
func TestLibraryAgrees(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	begin, end := instant(t, "2024-06-01T00:00:00Z"), instant(t, "2031-01-01T00:00:00Z")
	for range 100 {
		text := randomRule(random)
		start := begin.AddDate(0, 0, random.IntN(900)-450).Add(19 * time.Hour)
		s := schedule.Schedule{Start: schedule.WallOf(start, time.UTC), Rule: rule(t, text)}
		var got []time.Time
		for _, d := range s.Between(begin, end) {
			got = append(got, d.Start)
		}
		want := library(t, text, start).Between(begin, end.Add(-time.Second), true)
		if want = want[:min(len(want), schedule.MaxDates)]; !slices.EqualFunc(got, want, time.Time.Equal) {
			t.Errorf("%s from %v: %d dates, want %d", text, start, len(got), len(want))
		}
	}
}

// library gives rrule-go's rule, in floating time.
func library(t testing.TB, text string, start time.Time) *rrule.RRule {
	t.Helper()
	options, err := rrule.StrToROption(text)
	if err != nil {
		t.Fatal(err)
	}
	options.Dtstart = start
	r, err := rrule.NewRRule(*options)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func randomRule(random *rand.Rand) string {
	freq := []string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}[random.IntN(4)]
	text := fmt.Sprintf("FREQ=%s;INTERVAL=%d", freq, 1+random.IntN(4))
	day := func() string { return []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}[random.IntN(7)] }
	maybe := func(part string) {
		if random.IntN(4) == 0 {
			text += part
		}
	}
	switch freq {
	case "MONTHLY":
		maybe(fmt.Sprintf(";BYDAY=%d%s,%d%s", 1+random.IntN(5), day(), -1-random.IntN(5), day()))
		maybe(fmt.Sprintf(";BYMONTHDAY=%d,%d,%d", 1+random.IntN(31), 1+random.IntN(31), -1-random.IntN(31)))
	case "YEARLY":
		maybe(fmt.Sprintf(";BYDAY=%d%s", 1+random.IntN(5), day()))
		maybe(fmt.Sprintf(";BYYEARDAY=%d,%d", 1+random.IntN(366), -1-random.IntN(366)))
	default:
		maybe(";BYDAY=" + day() + "," + day() + "," + day())
	}
	maybe(fmt.Sprintf(";BYMONTH=%d,%d", 1+random.IntN(12), 1+random.IntN(12)))
	maybe(";WKST=" + day())
	maybe(fmt.Sprintf(";COUNT=%d", 1+random.IntN(40)))
	return text
}
