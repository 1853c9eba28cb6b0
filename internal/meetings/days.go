package meetings

import (
	"time"

	"regulars/internal/schedule"
	"regulars/internal/words"
)

// Days are those on which somebody comes every time, as they said it: weekdays, or days
// of the month where the group meets by these. None: whichever day it is, since the
// group had no such days then.
//
// A standing place holds for those and for no others. Another hour, or every Thursday
// instead of every other one, takes it along. Fridays instead of Thursdays do not, and
// neither do a second weekday or an extra Saturday: nobody has said that they can come
// then, so they are asked. What counts is the day that a date was scheduled for: a single
// one that the organizers move keeps its places, and who has one is told.
type Days int64

// firstDate is the bit before that of the first of the month; weekdays come first.
const firstDate = 6

// Days are those on which the group meets by its rules; none if a rule names no day.
func (t Timetable) Days() (days Days) {
	for _, s := range t {
		if s.Rule.IsZero() {
			continue
		}
		weekdays, dates := s.Days()
		if len(weekdays)+len(dates) == 0 {
			return 0
		}
		for _, day := range weekdays {
			days |= 1 << day
		}
		for _, date := range dates {
			days |= 1 << (firstDate + date)
		}
	}
	return days
}

// Hold tells whether a date of that original time is on one of the days.
func (d Days) Hold(original schedule.Wall) bool {
	_, _, date := original.Date()
	return d == 0 || d&(1<<original.Weekday()) != 0 || d&(1<<(firstDate+date)) != 0
}

// Cover tells whether all of some days are among these.
func (d Days) Cover(others Days) bool { return d == 0 || others != 0 && others&^d == 0 }

// Habit completes "I come …": "every Thursday", "every time".
func (d Days) Habit(l *words.Language) string {
	var weekdays []time.Weekday
	for day := time.Sunday; day <= time.Saturday; day++ {
		if d&(1<<day) != 0 {
			weekdays = append(weekdays, day)
		}
	}
	if len(weekdays) == 0 || d>>(firstDate+1) != 0 {
		return l.Say("habit.always")
	}
	return schedule.Schedule{Rule: schedule.Weekly(1, weekdays...)}.Habit(l)
}
