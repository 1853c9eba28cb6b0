package schedule

import (
	"slices"
	"time"
)

// Shape is a rule in the few terms that a form can offer: every so many weeks
// on some weekdays, some of one weekday each month, or a day of the month.
type Shape struct {
	Weeks    int            // from 1: every so many weeks, on Days
	Days     []time.Weekday // Monday first; one only if Nth is set
	Nth      []int          // of the month: 1 to 5, or -1 for the last
	MonthDay int            // of the month: 1 to 31
	Through  Wall           // the last day; none if the rule has no end
}

// Rule is the rule of that shape.
func (s Shape) Rule() Rule {
	var r Rule
	switch {
	case s.Weeks > 0:
		r = Weekly(s.Weeks, s.Days...)
	case len(s.Nth) > 0 && len(s.Days) > 0:
		r = MonthlyByWeekday(s.Nth, s.Days[0])
	default:
		r = MonthlyByDay(max(s.MonthDay, 1))
	}
	if !s.Through.IsZero() {
		r.until = until{s.Through.Midnight(), untilDate}
	}
	return r
}

// Shape tells which shape the schedule's rule has; false if it has none of
// them, such as a yearly one or a single date.
func (s Schedule) Shape() (shape Shape, ok bool) {
	r := s.Rule.plain(s.Start)
	if r.count > 0 || len(r.months)+len(r.yearDays)+len(r.setPos) > 0 {
		return Shape{}, false
	}
	switch {
	case r.freq == weekly && len(r.monthDays) == 0:
		shape, ok = Shape{Weeks: r.interval, Days: r.weekdays()}, true
	case r.freq == daily && r.interval == 1:
		shape, ok = Shape{Weeks: 1, Days: slices.Clone(week[:])}, true
	case r.freq == monthly && r.interval == 1:
		shape, ok = r.monthlyShape()
	}
	shape.Through = s.lastDay()
	return shape, ok
}

func (r Rule) monthlyShape() (shape Shape, ok bool) {
	if len(r.days) == 0 && len(r.monthDays) == 1 && r.monthDays[0] > 0 {
		return Shape{MonthDay: r.monthDays[0]}, true
	}
	for _, d := range r.days {
		if d.n == 0 || d.n < -1 || d.day != r.days[0].day {
			return Shape{}, false
		}
		shape.Nth = append(shape.Nth, d.n)
	}
	shape.Days = r.weekdays()[:min(len(r.days), 1)]
	return shape, len(r.days) > 0 && len(r.monthDays) == 0
}

// lastDay is the day at which the rule ends; none if it does not.
func (s Schedule) lastDay() Wall {
	last := s.Rule.until.wall
	if last.IsZero() {
		return Wall{}
	}
	if s.Rule.until.form == untilUTC {
		last = WallOf(last.t, s.Zone)
	}
	return last.Midnight()
}

// Days are the weekdays that the rule names, or else the days of the month; neither
// where it names none, or counts them from the end of the month.
func (s Schedule) Days() (weekdays []time.Weekday, dates []int) {
	r := s.Rule.plain(s.Start)
	switch {
	case len(r.days) > 0:
		return r.weekdays(), nil
	case slices.ContainsFunc(r.monthDays, func(date int) bool { return date < 0 }):
		return nil, nil
	}
	return nil, r.monthDays
}
