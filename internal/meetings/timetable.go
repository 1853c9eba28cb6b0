package meetings

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"regulars/internal/schedule"
)

// Timetable is when a group meets: one schedule, or several that run side by
// side. One that is only a list of dates has a rhythm nevertheless, if its dates
// have one.
type Timetable []schedule.Schedule

// Between gives the dates that start in [from, to) of all schedules, in order,
// each moment once.
func (t Timetable) Between(from, to time.Time) []schedule.Date {
	var dates []schedule.Date
	for _, s := range t {
		dates = append(dates, s.Between(from, to)...)
	}
	slices.SortFunc(dates, func(a, b schedule.Date) int { return a.Start.Compare(b.Start) })
	return slices.CompactFunc(dates, func(a, b schedule.Date) bool { return a.Wall == b.Wall })
}

// Words says when the group meets, as one would say it aloud: "Every other
// Tuesday, 19:00 to 21:00". Plain dates give "usually Tuesdays 18:30", or ""
// where they follow no rhythm.
func (t Timetable) Words() string {
	var said []string
	for _, s := range t {
		if !s.Rule.IsZero() && !slices.Contains(said, s.Words()) {
			said = append(said, s.Words())
		}
	}
	if len(said) > 0 {
		return strings.Join(said, "; ")
	}
	if len(t) == 1 && len(t[0].Extra) == 0 {
		return t[0].Words()
	}
	if rhythm, ok := t.Rhythm(); ok {
		return rhythm.Words()
	}
	return ""
}

// Habit completes "I come …": "every Tuesday", also if there is a single date
// besides; "every time" where several schedules repeat, or none.
func (t Timetable) Habit() string {
	repeating := slices.DeleteFunc(slices.Clone(t), func(s schedule.Schedule) bool { return s.Rule.IsZero() })
	if len(repeating) == 1 {
		return repeating[0].Habit()
	}
	return "every time"
}

// current leaves out the schedules that are over while others go on: nobody
// says aloud when a group met last season.
func (t Timetable) current(now time.Time) Timetable {
	goesOn := slices.DeleteFunc(slices.Clone(t), func(s schedule.Schedule) bool {
		_, coming := s.Next(now.Add(-s.Length))
		return s.Rule.Ends() && !coming
	})
	if len(goesOn) == 0 {
		return t
	}
	return goesOn
}

// Rhythm is the usual recurrence; false if there is none to speak of.
func (t Timetable) Rhythm() (schedule.Rhythm, bool) {
	var dates []schedule.Wall
	for _, s := range t {
		if !s.Rule.IsZero() {
			return s.Rhythm(), true
		}
		dates = append(append(dates, s.Start), s.Extra...)
	}
	slices.SortFunc(dates, schedule.Wall.Compare)
	return schedule.Infer(slices.Compact(dates))
}

// Slots are the weekdays and parts of the day at which the group meets.
func (t Timetable) Slots() schedule.Slots {
	var slots schedule.Slots
	if rhythm, ok := t.Rhythm(); ok {
		slots |= rhythm.Slots()
	}
	return slots
}

// words spells small numbers out, as prose does.
func words(n int) string {
	small := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n >= 0 && n < len(small) {
		return small[n]
	}
	return strconv.Itoa(n)
}
