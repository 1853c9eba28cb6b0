package schedule

import (
	"slices"
	"time"
)

// EndBefore is the schedule without what it gives on a day and after. The day is
// to be one on which it still gives a date: how often a rule counts to is dropped.
func (s Schedule) EndBefore(day Wall) Schedule {
	day = day.Midnight()
	if !s.Rule.IsZero() {
		s.Rule.count, s.Rule.until = 0, until{day.AddDate(0, 0, -1), untilDate}
	}
	s.Extra = slices.DeleteFunc(slices.Clone(s.Extra), func(w Wall) bool { return !w.Before(day) })
	return s
}

// SplitAt parts the schedule at one of its dates, which begins at another time
// from then on, as do all after it, by as much (RECURRENCE-ID with
// RANGE=THISANDFUTURE). What was before ends there, and is zero if nothing was;
// false if the schedule does not give the date. Where no rule says what follows,
// such as the day after each first Saturday, it is dates, up to a horizon.
func (s Schedule) SplitAt(date, to Wall, length time.Duration, horizon time.Time) (before, after Schedule, ok bool) {
	if _, given := s.Date(date); !given {
		return Schedule{}, Schedule{}, false
	}
	if before = s.EndBefore(date); !s.givesBefore(date) {
		before = Schedule{}
	}
	shift := to.t.Sub(date.t)
	after = Schedule{Start: to, Zone: s.Zone, Length: length, Breaks: s.Breaks}
	anchor, goesOn := s.ruledFrom(date)
	if !goesOn {
		after.Extra = later(s.Extra, date, shift)
	} else if rule, ok := s.Rule.filled(s.Start).shifted(int(dayOf(to) - dayOf(date))); ok {
		after.Start, after.Rule = anchor.Add(shift), rule.lateBy(shift, int(dayOf(to)-dayOf(date)), s.countBefore(date))
		after.Except, after.Extra = later(s.Except, date, shift), later(s.Extra, date, shift)
		if anchor != date { // it was one besides the rule
			after.Extra = append(after.Extra, to)
		}
	} else {
		after.Extra = later(s.wallsOf(date, horizon), date, shift)
	}
	for _, o := range s.Overrides {
		if o.Original.After(date) {
			o.Original = o.Original.Add(shift)
			after.Overrides = append(after.Overrides, o)
		}
	}
	return before, after, true
}

// ruledFrom is the first time that the rule gives from a date on.
func (s Schedule) ruledFrom(date Wall) (first Wall, ok bool) {
	horizon := date.AddDate(nextYears, 0, 0)
	for w := range s.ruled(date, horizon) {
		return w, !w.Before(date) && !s.Rule.until.passed(w, w.Instant(s.Zone))
	}
	return Wall{}, false
}

// givesBefore tells whether there is a date before one of them.
func (s Schedule) givesBefore(date Wall) bool {
	for w := range s.ruled(s.Start, date) {
		return w.Before(date)
	}
	return false
}

// countBefore counts the dates of the rule before one of them, also those that
// are left out, as COUNT does.
func (s Schedule) countBefore(date Wall) (n int) {
	if s.Rule.count == 0 {
		return 0
	}
	for w := range s.ruled(s.Start, date) {
		if w.Before(date) {
			n++
		}
	}
	return n
}

// wallsOf are the scheduled times from a date up to a horizon.
func (s Schedule) wallsOf(date Wall, horizon time.Time) (walls []Wall) {
	s.Overrides = nil
	for _, d := range s.Between(date.Instant(s.Zone), horizon) {
		walls = append(walls, d.Wall)
	}
	return walls
}

// later are the walls after a date, so much later.
func later(walls []Wall, date Wall, shift time.Duration) (shifted []Wall) {
	for _, w := range walls {
		if w.After(date) {
			shifted = append(shifted, w.Add(shift))
		}
	}
	return shifted
}

// shifted is the rule that gives the same dates some days later; false if there
// is none.
func (r Rule) shifted(days int) (Rule, bool) {
	bare := len(r.months)+len(r.yearDays)+len(r.monthDays)+len(r.setPos) == 0
	switch {
	case days == 0 || r.freq == once:
		return r, true
	case !bare || r.freq != weekly && (r.freq != daily || len(r.days) > 0):
		return Rule{}, false
	}
	turn := func(day time.Weekday) time.Weekday { return time.Weekday(floorMod(int(day)+days, 7)) }
	r.days = slices.Clone(r.days)
	for i := range r.days {
		r.days[i].day = turn(r.days[i].day)
	}
	if r.interval > 1 {
		r.weekStart = turn(r.weekStart) // so that the days of one week stay in one
	}
	return r.tidied(), true
}

// lateBy is the rule with its end so much later, or so many days where it ends
// with a day, after so many dates of it.
func (r Rule) lateBy(shift time.Duration, days, done int) Rule {
	r.count = max(r.count-done, 0)
	switch {
	case r.until.wall.IsZero():
	case r.until.form == untilDate:
		r.until.wall = r.until.wall.AddDate(0, 0, days)
	default:
		r.until.wall = r.until.wall.Add(shift)
	}
	return r
}
