package schedule_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/teambition/rrule-go"

	"regulars/internal/schedule"
)

// BenchmarkExpand expands 16 weeks of rules that began up to eight years ago, in
// zones around the world, as the job does that keeps the meetings ahead. Its floor
// is rrule-go with the same rules and starts in floating time, which knows nothing
// of zones. The two take turns, so that what else the machine does meets both.
func BenchmarkExpand(b *testing.B) {
	from := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	to := from.AddDate(0, 0, 16*7)
	ours, theirs := mixed(b, from)
	const turns = 10
	var dates [2]int
	var took [2]time.Duration
	for range turns {
		began := time.Now()
		for _, s := range ours {
			dates[0] += len(s.Between(from, to))
		}
		took[0] += time.Since(began)
		began = time.Now()
		for _, r := range theirs {
			dates[1] += len(r.Between(from, to, true))
		}
		took[1] += time.Since(began)
	}
	n := turns * len(ours)
	// Not quite as many: a date at either end may lie outside in floating time.
	if min(dates[0], dates[1]) < 10*n {
		b.Fatalf("%v dates of %d schedules", dates, n)
	}
	rate := func(i int) float64 { return float64(n) / took[i].Seconds() }
	fmt.Printf("schedule: %.0f schedules/s expanded by 16 weeks, %.0f by rrule-go in floating time: %.0f %% of the floor\n",
		rate(0), rate(1), 100*rate(0)/rate(1))
	for i := 0; b.Loop(); i++ {
		ours[i%len(ours)].Between(from, to)
	}
}

// mixed are as many schedules as groups would have: most meet every week.
func mixed(b *testing.B, from time.Time) (ours []schedule.Schedule, theirs []*rrule.RRule) {
	rules := []string{
		"FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=600", "FREQ=WEEKLY;INTERVAL=2",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "FREQ=MONTHLY;BYDAY=1SA,3SA", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=14",
	}
	zones := []string{"America/New_York", "Europe/London", "Australia/Sydney", "Asia/Kolkata", "America/Santiago", "Europe/Berlin", "Africa/Casablanca"}
	for i := range 1000 {
		start := from.AddDate(0, 0, -(i*37)%(8*365)).Add(19 * time.Hour)
		text := rules[i%len(rules)]
		ours = append(ours, in(b, zones[i%len(zones)], schedule.WallOf(start, nil).String(), text))
		theirs = append(theirs, library(b, text, start))
	}
	return ours, theirs
}
