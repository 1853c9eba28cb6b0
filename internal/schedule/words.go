package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

const dateLayout = "2 January 2006"

// Words says when the group meets as a sentence without its full stop: "Every
// other Tuesday, 19:00 to 21:00", "First and third Saturday of the month, 10:00
// to 12:00, until 15 December 2026", "Tuesday 8 September 2026, 18:30 to
// 20:00". A rule that has no plain words is "On varying dates". Exceptions,
// extra dates and breaks are not told.
func (s Schedule) Words() string {
	if s.Start.IsZero() {
		return ""
	}
	if s.Rule.IsZero() {
		return s.Start.Format("Monday "+dateLayout) + ", " + s.hours()
	}
	pattern := s.Rule.plain(s.Start).pattern()
	if pattern == "" {
		pattern = "on varying dates"
	}
	return strings.ToUpper(pattern[:1]) + pattern[1:] + ", " + s.hours() + s.end()
}

// Habit says the same for "I come …": "every other Tuesday", "every first
// Saturday"; "every time" where there are no short words, "" for a single date.
func (s Schedule) Habit() string {
	if s.Rule.IsZero() {
		return ""
	}
	r := s.Rule.plain(s.Start)
	rare := r.freq == monthly && (r.interval > 1 || len(r.months) > 0)
	r.months = nil
	pattern := r.pattern()
	switch {
	case pattern == "" || rare:
		return "every time"
	case r.freq == monthly:
		return "every " + strings.TrimPrefix(strings.TrimSuffix(pattern, " of the month"), "the ")
	}
	return pattern
}

// hours gives "19:00 to 21:00"; a meeting without a length has no end, one that
// lasts for days says how many.
func (s Schedule) hours() string {
	from := s.Start.Format("15:04")
	if s.Length <= 0 {
		return from
	}
	end := s.Start.Add(s.Length)
	words := from + " to " + end.Format("15:04")
	switch days := int(dayOf(end) - dayOf(s.Start)); {
	case days == 1 && s.Length >= 24*time.Hour:
		return words + " the next day"
	case days > 1:
		return words + fmt.Sprintf(" %d days later", days)
	}
	return words
}

// end tells the rule's end, if it has one.
func (s Schedule) end() string {
	last := s.Rule.until.wall
	switch {
	case s.Rule.count == 1:
		return ", once"
	case s.Rule.count > 1:
		return fmt.Sprintf(", %d times", s.Rule.count)
	case last.IsZero():
		return ""
	case s.Rule.until.form == untilUTC:
		last = WallOf(last.t, s.Zone)
	}
	return ", until " + last.Format(dateLayout)
}

// plain rewrites a rule into the shape that people would say: what it takes
// from the start is filled in; daily on weekdays becomes weekly, yearly in some
// months becomes monthly, a position among one weekday becomes its number.
func (r Rule) plain(start Wall) Rule {
	r = r.filled(start)
	if r.freq == monthly && len(r.days) == 1 && r.days[0].n == 0 && len(r.monthDays) == 0 && len(r.setPos) > 0 {
		day := r.days[0].day
		r.days = nil
		for _, n := range r.setPos {
			r.days = append(r.days, nthDay{n, day})
		}
		r.setPos = nil
	}
	if r.freq == yearly && r.interval == 1 && len(r.months) > 0 && len(r.yearDays)+len(r.setPos) == 0 {
		r.freq = monthly
	}
	if r.interval == 1 && r.everyDay() && len(r.monthDays)+len(r.setPos)+len(r.yearDays) == 0 {
		r.freq = weekly
		if len(r.days) == len(week) {
			r.freq, r.days = daily, nil
		}
	}
	return r
}

// filled puts in what RFC 5545 takes from the start.
func (r Rule) filled(start Wall) Rule {
	if len(r.days)+len(r.monthDays)+len(r.yearDays) > 0 {
		return r
	}
	_, month, day := start.Date()
	switch r.freq {
	case weekly:
		r.days = []nthDay{{day: start.Weekday()}}
	case monthly, yearly:
		r.monthDays = []int{day}
		if r.freq == yearly && len(r.months) == 0 {
			r.months = []int{int(month)}
		}
	}
	return r
}

// everyDay reports whether the rule has weekdays and none with a number.
func (r Rule) everyDay() bool {
	return len(r.days) > 0 && !slices.ContainsFunc(r.days, func(d nthDay) bool { return d.n != 0 })
}

// pattern gives the words of a plain rule, "" where there are none.
func (r Rule) pattern() string {
	switch {
	case len(r.yearDays) > 0:
		return ""
	case r.freq == daily && len(r.days)+len(r.monthDays)+len(r.setPos) == 0:
		return every(r.interval, "day") + r.inMonths()
	case r.freq == weekly && len(r.setPos) == 0:
		return weeksWords(r.interval, r.weekdays()) + r.inMonths()
	case r.freq == monthly:
		if which := r.inMonth(); which != "" {
			return which + r.ofMonths()
		}
	}
	return ""
}

func (r Rule) weekdays() []time.Weekday {
	days := make([]time.Weekday, len(r.days))
	for i, d := range r.days {
		days[i] = d.day
	}
	return sortedDays(days)
}

// weeksWords says "every Tuesday and Thursday", "every other Tuesday". "Every
// third Tuesday" would be heard as the third of the month, so it is "every 3
// weeks on Tuesday".
func weeksWords(weeks int, days []time.Weekday) string {
	names := joinWords(dayNames(days))
	if slices.Equal(days, week[:5]) {
		names = "weekday"
	}
	if weeks > 2 {
		if names == "weekday" {
			names = "weekdays"
		}
		return fmt.Sprintf("every %d weeks on %s", weeks, names)
	}
	if weeks == 2 && len(days) > 1 {
		return "every other week on " + strings.Replace(names, "weekday", "weekdays", 1)
	}
	return every(weeks, names)
}

func every(n int, what string) string {
	switch n {
	case 1:
		return "every " + what
	case 2:
		return "every other " + what
	}
	return fmt.Sprintf("every %d %ss", n, what)
}

// inMonth says which days of a month a monthly rule gives.
func (r Rule) inMonth() string {
	switch {
	case len(r.days) > 0 && len(r.monthDays) > 0:
		return ""
	case len(r.setPos) > 0 && r.everyDay() && len(r.days) == len(week):
		return ordinals(r.setPos) + " day"
	case len(r.setPos) > 0 && r.everyDay() && slices.Equal(r.weekdays(), week[:5]):
		return ordinals(r.setPos) + " weekday"
	case len(r.setPos) > 0 || r.everyDay():
		return ""
	case len(r.days) > 0:
		return nthWords(r.days)
	case slices.Equal(r.monthDays, []int{-1}):
		return "last day"
	}
	return monthDayWords(r.monthDays)
}

// nthWords says "first and third Saturday", "second Tuesday and Thursday", or
// "first Monday and third Wednesday".
func nthWords(days []nthDay) string {
	var places []int
	var weekdays []time.Weekday
	for _, d := range days {
		places = append(places, d.n)
		weekdays = append(weekdays, d.day)
	}
	slices.SortFunc(places, comparePlaces)
	places, weekdays = slices.Compact(places), sortedDays(weekdays)
	if len(weekdays) == 1 || len(places) == 1 {
		return ordinals(places) + " " + joinWords(dayNames(weekdays))
	}
	each := make([]string, len(days))
	for i, d := range days {
		each[i] = ordinal(d.n) + " " + d.day.String()
	}
	return joinWords(each)
}

func monthDayWords(days []int) string {
	each := make([]string, len(days))
	for i, day := range days {
		if day < 0 {
			return ""
		}
		each[i] = numeral(day)
	}
	return "the " + joinWords(each)
}

// ofMonths ends the words of a monthly rule.
func (r Rule) ofMonths() string {
	switch {
	case r.interval == 1 && len(r.months) > 0:
		return " of " + joinWords(monthNames(r.months))
	case r.interval == 1:
		return " of the month"
	case r.interval == 2:
		return " of every other month" + r.inMonths()
	}
	return " of every " + ordinal(r.interval) + " month" + r.inMonths()
}

func (r Rule) inMonths() string {
	if len(r.months) == 0 {
		return ""
	}
	return " in " + joinWords(monthNames(r.months))
}
