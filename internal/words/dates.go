package words

import (
	"fmt"
	"strconv"
	"time"
)

// Time is what some clock and calendar show: a time.Time in its zone, or the wall
// time of a schedule.
type Time interface {
	Date() (year int, month time.Month, day int)
	Clock() (hour, minute, second int)
	Weekday() time.Weekday
}

// The first weekday in the files is Monday.
func ofWeek(names []string, day time.Weekday) string { return names[(int(day)+6)%7] }

// Weekday gives "Tuesday", "Dienstag".
func (l *Language) Weekday(day time.Weekday) string { return ofWeek(l.weekdays, day) }

// ShortWeekday gives "Tue", "Di.".
func (l *Language) ShortWeekday(day time.Weekday) string { return ofWeek(l.shortWeekdays, day) }

// HabitWeekday gives a weekday as what happens on it again and again is said to be
// on it: "Tuesdays", "dienstags".
func (l *Language) HabitWeekday(day time.Weekday) string { return ofWeek(l.habitWeekdays, day) }

// OnWeekday gives a weekday as it stands after "every 3 weeks on": "Tuesday", and
// "dienstags" after "alle 3 Wochen".
func (l *Language) OnWeekday(day time.Weekday) string { return ofWeek(l.onWeekdays, day) }

// Month gives "December", "Dezember".
func (l *Language) Month(month time.Month) string { return l.months[month-1] }

// Date gives "8 December 2026", "8. Dezember 2026".
func (l *Language) Date(t Time) string { return l.calendar("date", t) }

// DayMonth gives "8 December", "8. Dezember".
func (l *Language) DayMonth(t Time) string { return l.calendar("date.without-year", t) }

// ShortDayMonth gives "8 Dec", "8. Dez.".
func (l *Language) ShortDayMonth(t Time) string { return l.calendar("date.short", t) }

// Day gives "Tuesday 8 December", "Dienstag, 8. Dezember".
func (l *Language) Day(t Time) string { return l.calendar("day", t) }

// DayOfYear gives "Tuesday 8 December 2026", "Dienstag, 8. Dezember 2026".
func (l *Language) DayOfYear(t Time) string { return l.calendar("day.of-year", t) }

// ShortDay gives "Tue 8 Dec", "Di., 8. Dez.".
func (l *Language) ShortDay(t Time) string { return l.calendar("day.short", t) }

// calendar says a message whose places are parts of a date.
func (l *Language) calendar(id string, t Time) string {
	year, month, day := t.Date()
	return l.pattern(id).fill(func(name string) string {
		switch name {
		case "Weekday":
			return l.Weekday(t.Weekday())
		case "ShortWeekday":
			return l.ShortWeekday(t.Weekday())
		case "Day":
			return strconv.Itoa(day)
		case "Month":
			return l.Month(month)
		case "ShortMonth":
			return l.shortMonths[month-1]
		case "Year":
			return strconv.Itoa(year)
		}
		panic(fmt.Sprintf("words: %s is no part of a date, as %q has it", name, id))
	})
}

// Clock gives "18:30", "18:30 Uhr".
func (l *Language) Clock(t Time) string { return l.pair("clock", "Time", bare(t), "") }

// Hours gives "18:30 to 20:30", "18:30 bis 20:30 Uhr".
func (l *Language) Hours(from, to Time) string {
	return l.pair("hours", "From", bare(from), bare(to))
}

// Moment gives "Tuesday 8 December, 18:30", "Dienstag, 8. Dezember, 18:30 Uhr".
func (l *Language) Moment(t Time) string { return l.at(l.Day(t), l.Clock(t)) }

// ShortMoment gives "Tue 8 Dec, 18:30", "Di., 8. Dez., 18:30 Uhr".
func (l *Language) ShortMoment(t Time) string { return l.at(l.ShortDay(t), l.Clock(t)) }

// Span gives from when to when, "Tuesday 8 December, 18:30 to 20:30": with both
// days where they differ, and without an end where that does not come after.
func (l *Language) Span(from, to time.Time) string {
	switch {
	case !to.After(from):
		return l.Moment(from)
	case from.YearDay() == to.YearDay() && from.Year() == to.Year():
		return l.at(l.Day(from), l.Hours(from, to))
	}
	return l.pair("span", "From", l.Moment(from), l.Moment(to))
}

func (l *Language) at(day, hours string) string { return l.pair("moment", "Day", day, hours) }

// bare is a time of day as both languages write it in figures.
func bare(t Time) string {
	hour, minute, _ := t.Clock()
	digit := func(n int) byte { return byte('0' + n%10) }
	return string([]byte{digit(hour / 10), digit(hour), ':', digit(minute / 10), digit(minute)})
}
