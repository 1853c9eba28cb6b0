package schedule_test

import (
	"testing"
	"time"

	"regulars/internal/schedule"
)

// benchmarkBetween expands 16 weeks of a rule that began long ago, as the job
// does that keeps the meetings ahead.
func benchmarkBetween(b *testing.B, text string) {
	s := in(b, "America/New_York", "2000-01-04T19:00", text)
	from := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	to := from.AddDate(0, 0, 16*7)
	dates := 0
	b.ReportAllocs()
	for b.Loop() {
		dates += len(s.Between(from, to))
	}
	b.ReportMetric(float64(dates)/b.Elapsed().Seconds(), "dates/s")
}

func BenchmarkBetweenWeekly(b *testing.B)      { benchmarkBetween(b, "FREQ=WEEKLY;BYDAY=TU") }
func BenchmarkBetweenWeeklyCount(b *testing.B) { benchmarkBetween(b, "FREQ=WEEKLY;COUNT=5000") }
func BenchmarkBetweenMonthly(b *testing.B)     { benchmarkBetween(b, "FREQ=MONTHLY;BYDAY=1SA,3SA") }

func BenchmarkNext(b *testing.B) {
	s := in(b, "America/New_York", "2000-01-04T19:00", "FREQ=WEEKLY;BYDAY=TU")
	after := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	for b.Loop() {
		if _, ok := s.Next(after); !ok {
			b.Fatal("there is no next date")
		}
	}
}

// BenchmarkLibraryWeekly is the floor: rrule-go with the same rule and span in
// floating time, without a zone, begun a year before and not in 2000.
func BenchmarkLibraryWeekly(b *testing.B) { benchmarkLibrary(b, "FREQ=WEEKLY;BYDAY=TU") }

// BenchmarkLibraryMonthly is the same for the first and third Saturday.
func BenchmarkLibraryMonthly(b *testing.B) { benchmarkLibrary(b, "FREQ=MONTHLY;BYDAY=1SA,3SA") }

func benchmarkLibrary(b *testing.B, text string) {
	start := time.Date(2025, 9, 2, 19, 0, 0, 0, time.UTC)
	from := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	r, dates := library(b, text, start), 0
	b.ReportAllocs()
	for b.Loop() {
		dates += len(r.Between(from, from.AddDate(0, 0, 16*7), false))
	}
	b.ReportMetric(float64(dates)/b.Elapsed().Seconds(), "dates/s")
}

func BenchmarkInfer(b *testing.B) {
	walls := at(b, "18:30", "08-25 09-01 09-08 09-15 09-22 09-29 10-06 10-13 10-20 10-27")
	for b.Loop() {
		if _, ok := schedule.Infer(walls); !ok {
			b.Fatal("there is no rhythm")
		}
	}
}
