package meetings

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"regulars/internal/schedule"
	"regulars/internal/words"
)

// Timetable is when a group meets: one schedule, or several that run side by
// side. One that is only a list of dates has a rhythm nevertheless, if its dates
// have one.
type Timetable []schedule.Schedule

// Between gives the dates that start in [from, to) of all schedules, in order,
// each once; called-off ones are among them.
func (t Timetable) Between(from, to time.Time) []schedule.Date {
	var dates []schedule.Date
	for _, s := range t {
		dates = append(dates, s.Between(from, to)...)
	}
	return once(dates)
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// once puts dates in order and keeps one for each original time.
func once(dates []schedule.Date) []schedule.Date {
	slices.SortStableFunc(dates, func(a, b schedule.Date) int {
		return cmp.Or(a.Start.Compare(b.Start), compareBools(a.CalledOff(), b.CalledOff())) // of two at one time, that which is on
	})
	seen := map[schedule.Wall]bool{}
	return slices.DeleteFunc(dates, func(d schedule.Date) bool {
		again := seen[d.Wall]
		seen[d.Wall] = true
		return again
	})
}

// scheduled gives those dates, and also what was scheduled for that time and is
// moved out of it: people who have a place there go along.
func (t Timetable) scheduled(from, to time.Time) []schedule.Date {
	dates := t.Between(from, to)
	for _, s := range t {
		for _, o := range s.Overrides {
			was := o.Original.Instant(s.Zone)
			if date, given := s.Date(o.Original); given && !was.Before(from) && was.Before(to) {
				dates = append(dates, date)
			}
		}
	}
	return once(dates)
}

// date gives the date that a schedule has at a time, if it is not called off.
func (t Timetable) date(original schedule.Wall) (date schedule.Date, given bool) {
	for _, s := range t {
		if date, given = s.Date(original); given && !date.CalledOff() {
			return date, true
		}
	}
	return schedule.Date{}, false
}

// Single tells whether it is one date and no more.
func (t Timetable) Single() bool {
	return len(t) == 1 && t[0].Rule.IsZero() && len(t[0].Extra) == 0
}

// Words says when the group meets, as one would say it aloud: "Every other
// Tuesday, 19:00 to 21:00". Plain dates give "usually Tuesdays 18:30", or ""
// where they follow no rhythm.
func (t Timetable) Words(l *words.Language) string {
	var said []string
	for _, s := range t {
		if !s.Rule.IsZero() && !slices.Contains(said, s.Words(l)) {
			said = append(said, s.Words(l))
		}
	}
	if len(said) > 0 {
		return strings.Join(said, "; ")
	}
	if t.Single() {
		return t[0].Words(l)
	}
	if rhythm, ok := t.Rhythm(); ok {
		return rhythm.Words(l)
	}
	return ""
}

// Habit completes "I come …": "every Tuesday", also if there is a single date
// besides; "every time" where several schedules repeat, or none.
func (t Timetable) Habit(l *words.Language) string {
	repeating := slices.DeleteFunc(slices.Clone(t), func(s schedule.Schedule) bool { return s.Rule.IsZero() })
	if len(repeating) == 1 {
		return repeating[0].Habit(l)
	}
	return l.Say("habit.always")
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
