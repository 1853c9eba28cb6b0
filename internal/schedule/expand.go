package schedule

import (
	"iter"
	"slices"
	"time"
)

// Rules are expanded here and not by a library for one reason: the horizon.
// The libraries look at an end only when they have found a date, so that a rule
// which never gives one (the 31st that is a first Tuesday) is followed to the
// year 9999, and they walk from the start even when that lies decades back.
// Here a rule without COUNT begins at the period before the asked span, and
// every rule stops after it.

// dayNumber counts days from 1 January 1970.
type dayNumber int

func dayOf(w Wall) dayNumber { return dayNumber(floorDiv(int(w.t.Unix()), 86400)) }

func (d dayNumber) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func (d dayNumber) weekday() time.Weekday { return time.Weekday(floorMod(int(d)+4, 7)) }

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int) int { return a - b*floorDiv(a, b) }

// expansion is a rule made ready for its start: what RFC 5545 takes from the
// start is filled in, lists have become bit sets.
type expansion struct {
	rule     Rule
	start    Wall
	weekdays uint8  // bit per time.Weekday that BYDAY has without a number
	asked    uint8  // those and the numbered ones; all if BYDAY is absent
	months   uint16 // bit per month; 0: any
	fromHead uint32 // days of the month, bit 1 to 31
	fromTail uint32 // the same from the end: bit 1 is the last day
	nth      []nthDay
	clipped  bool // positions in the first week count from the start
}

func expand(rule Rule, start Wall) expansion {
	rule = rule.filled(start)
	e := expansion{rule: rule, start: start}
	for _, d := range rule.days {
		if d.n == 0 {
			e.weekdays |= 1 << d.day
		} else {
			e.nth = append(e.nth, d)
		}
		e.asked |= 1 << d.day
	}
	for _, m := range rule.months {
		e.months |= 1 << m
	}
	for _, d := range rule.monthDays {
		if d > 0 {
			e.fromHead |= 1 << d
		} else {
			e.fromTail |= 1 << -d
		}
	}
	if e.asked == 0 {
		e.asked = 1<<7 - 1
	}
	e.clipped = rule.freq == weekly && len(rule.setPos) > 0 && !e.gives(dayOf(start))
	return e
}

// filled puts in what RFC 5545 takes from the start. It does not say which months
// a yearly rule means that names days of the month alone; that it is the start's
// is how calendar programs take it, and RFC 8984 after them.
func (r Rule) filled(start Wall) Rule {
	_, month, day := start.Date()
	if r.freq == yearly && len(r.months)+len(r.yearDays)+len(r.days) == 0 {
		r.months = []int{int(month)}
	}
	switch {
	case len(r.days)+len(r.monthDays)+len(r.yearDays) > 0:
	case r.freq == weekly:
		r.days = []nthDay{{day: start.Weekday()}}
	case r.freq == monthly, r.freq == yearly:
		r.monthDays = []int{day}
	}
	return r
}

// walls gives the dates of the rule from one wall time to another, both
// inclusive, in order. It ends for every rule. The start itself counts only if
// the rule gives it, as in the calendars people use.
func (e *expansion) walls(from, to Wall) iter.Seq[Wall] {
	return func(yield func(Wall) bool) {
		timeOfDay := e.start.t.Sub(e.start.Midnight().t)
		left := e.rule.count
		for days := range e.periods(from, to) {
			for _, day := range days {
				wall := Wall{day.time().Add(timeOfDay)}
				if wall.Before(e.start) {
					continue
				}
				if wall.After(to) || !wall.Before(from) && !yield(wall) {
					return
				}
				if left--; left == 0 {
					return
				}
			}
		}
	}
}

// periods gives the dates of each day, week, month or year that the rule counts
// in; the slice is reused.
func (e *expansion) periods(from, to Wall) iter.Seq[[]dayNumber] {
	return func(yield func([]dayNumber) bool) {
		var days []dayNumber
		last := dayOf(to)
		for n := e.firstPeriod(from); ; n += e.rule.interval {
			begin, end := e.period(n)
			if begin > last {
				return
			}
			if e.clipped {
				begin = max(begin, dayOf(e.start))
			}
			if days = e.pick(days[:0], begin, end); !yield(days) {
				return
			}
		}
	}
}

// gives reports whether a day is among the dates of its period. A weekly rule with
// positions may not give its own start, which RFC 5545 leaves open; dateutil, and
// what is built after its model, then counts the positions from the start.
func (e *expansion) gives(day dayNumber) bool {
	begin, end := e.period(e.periodOf(day))
	return slices.Contains(e.pick(nil, begin, end), day)
}

// firstPeriod gives the number of the period to begin with: the start's, or for
// a rule that does not count dates the last in step before from.
func (e *expansion) firstPeriod(from Wall) int {
	first := e.periodOf(dayOf(e.start))
	if e.rule.count > 0 || !from.After(e.start) {
		return first
	}
	ahead := e.periodOf(dayOf(from)) - first
	return first + ahead - ahead%e.rule.interval
}

// periodOf numbers the period that a day lies in.
func (e *expansion) periodOf(day dayNumber) int {
	switch e.rule.freq {
	case weekly:
		return floorDiv(int(day)+4-int(e.rule.weekStart), 7)
	case monthly:
		year, month, _ := day.time().Date()
		return year*12 + int(month) - 1
	case yearly:
		return day.time().Year()
	}
	return int(day)
}

// period gives the days of period n: from begin up to and without end.
func (e *expansion) period(n int) (begin, end dayNumber) {
	switch e.rule.freq {
	case weekly:
		begin = dayNumber(n*7 - 4 + int(e.rule.weekStart))
		return begin, begin + 7
	case monthly:
		return firstOfMonth(n/12, n%12+1), firstOfMonth(n/12, n%12+2)
	case yearly:
		return firstOfMonth(n, 1), firstOfMonth(n+1, 1)
	}
	return dayNumber(n), dayNumber(n + 1)
}

func firstOfMonth(year, month int) dayNumber {
	return dayOf(NewWall(year, time.Month(month), 1, 0, 0))
}

// pick puts the days of a period that pass all the rule's filters, and stand at its
// positions, into a slice that is empty.
func (e *expansion) pick(days []dayNumber, begin, end dayNumber) []dayNumber {
	bare := e.months == 0 && e.fromHead|e.fromTail == 0 && len(e.nth)+len(e.rule.yearDays) == 0
	weekday := begin.weekday()
	for day := begin; day < end; day++ {
		if e.asked>>weekday&1 == 1 && (bare || e.passes(day, weekday)) {
			days = append(days, day)
		}
		if weekday++; weekday > time.Saturday {
			weekday = time.Sunday
		}
	}
	if len(e.rule.setPos) > 0 {
		return atPositions(days, e.rule.setPos)
	}
	return days
}

// passes applies the filters that need the day's date.
func (e *expansion) passes(number dayNumber, weekday time.Weekday) bool {
	date := number.time()
	year, month, day := date.Date()
	if e.months != 0 && e.months>>month&1 == 0 {
		return false
	}
	length := monthLength(year, month)
	if e.fromHead|e.fromTail != 0 && (e.fromHead>>day|e.fromTail>>(length+1-day))&1 == 0 {
		return false
	}
	if len(e.rule.yearDays) > 0 && !isAt(e.rule.yearDays, date.YearDay(), yearLength(year)) {
		return false
	}
	switch {
	case len(e.nth) == 0 || e.weekdays>>weekday&1 == 1:
		return true
	case e.rule.freq == yearly && e.months == 0:
		return e.isNth(weekday, date.YearDay(), yearLength(year))
	}
	return e.isNth(weekday, day, length)
}

func yearLength(year int) int {
	if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		return 366
	}
	return 365
}

func monthLength(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		return yearLength(year) - 337
	}
	return 31
}

// isAt reports whether a place, counted from 1, is among those listed.
func isAt(places []int, place, length int) bool {
	return slices.Contains(places, place) || slices.Contains(places, place-length-1)
}

// isNth reports whether the day at a place of a month or year is one of the
// numbered weekdays.
func (e *expansion) isNth(weekday time.Weekday, place, length int) bool {
	fromHead, fromTail := (place+6)/7, -(length-place+7)/7
	return slices.ContainsFunc(e.nth, func(d nthDay) bool {
		return d.day == weekday && (d.n == fromHead || d.n == fromTail)
	})
}

// atPositions keeps the days at the places that BYSETPOS lists.
func atPositions(days []dayNumber, positions []int) []dayNumber {
	kept := days[:0]
	for i, day := range days {
		if isAt(positions, i+1, len(days)) {
			kept = append(kept, day)
		}
	}
	return kept
}
