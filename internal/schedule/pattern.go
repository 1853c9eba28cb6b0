package schedule

import (
	"slices"
	"time"

	"regulars/internal/words"
)

// kind is what a plain rule is in the terms that people use.
type kind int

const (
	odd          kind = iota // none that are short
	inDays                   // every other day
	inWeeks                  // every Tuesday
	onDates                  // the 22nd of the month
	onNthDay                 // last day of the month
	onNthWorkday             // first weekday of the month
	onNthWeekday             // first and third Saturday of the month
)

func (r Rule) kind() kind {
	placed := len(r.setPos) > 0
	switch {
	case len(r.yearDays) > 0 || len(r.days) > 0 && len(r.monthDays) > 0 && r.freq != weekly:
	case r.freq == daily && len(r.days)+len(r.monthDays) == 0 && !placed:
		return inDays
	case r.freq == weekly && !placed:
		return inWeeks
	case r.freq == monthly && placed && len(r.days) == len(week) && r.everyDay():
		return onNthDay
	case r.freq == monthly && placed && workdays(r.weekdays()) && r.everyDay():
		return onNthWorkday
	case r.freq != monthly || placed || r.everyDay():
	case len(r.days) > 0:
		return onNthWeekday
	case slices.Equal(r.monthDays, []int{-1}):
		return onNthDay
	case len(r.monthDays) > 0 && slices.Min(r.monthDays) > 0:
		return onDates
	}
	return odd
}

// pattern gives the words of a plain rule, "" where there are none.
func (r Rule) pattern(l *words.Language) string {
	switch r.kind() {
	case odd:
		return ""
	case inDays:
		return r.inMonths(l, daysWords(l, r.interval))
	case inWeeks:
		return r.inMonths(l, weeksWords(l, r.interval, r.weekdays()))
	case onDates:
		return r.datesWords(l)
	}
	return r.monthsWords(l)
}

func (r Rule) weekdays() []time.Weekday {
	days := make([]time.Weekday, len(r.days))
	for i, d := range r.days {
		days[i] = d.day
	}
	return sortedDays(days)
}

// inMonths adds the only months in which a pattern holds, if it is so.
func (r Rule) inMonths(l *words.Language, pattern string) string {
	if len(r.months) == 0 {
		return pattern
	}
	return l.Say("pattern.in-months", words.Data{"Pattern": pattern, "Months": monthNames(l, r.months)})
}

func daysWords(l *words.Language, days int) string {
	switch days {
	case 1:
		return l.Say("pattern.every-day")
	case 2:
		return l.Say("pattern.every-other-day")
	}
	return l.Count("pattern.every-days", days)
}

// weeksWords says "every Tuesday and Thursday", "every other Tuesday". "Every
// third Tuesday" would be heard as the third of the month, so it is "every 3
// weeks on Tuesday".
func weeksWords(l *words.Language, weeks int, days []time.Weekday) string {
	switch {
	case weeks == 1 && workdays(days):
		return l.Say("pattern.weekly.workdays")
	case weeks == 1:
		return l.Say("pattern.weekly", words.Data{"Days": l.List(each(days, l.Weekday))})
	case weeks == 2 && len(days) == 1:
		return l.Say("pattern.every-other-week", words.Data{"Day": l.Weekday(days[0])})
	case weeks == 2:
		return l.Say("pattern.every-other-week.days", words.Data{"Days": daysOr(l, days, l.OnWeekday)})
	}
	return l.Count("pattern.every-weeks", weeks, words.Data{"Days": daysOr(l, days, l.OnWeekday)})
}

// datesWords says "the 1st and 22nd of the month".
func (r Rule) datesWords(l *words.Language) string {
	dates := numerals(l, r.monthDays)
	switch {
	case r.interval == 1 && len(r.months) == 0:
		return l.Say("pattern.dates", words.Data{"Dates": dates})
	case r.interval == 1:
		return l.Count("pattern.dates.of", len(r.months), words.Data{"Dates": dates, "Months": monthNames(l, r.months)})
	case r.interval == 2:
		return r.inMonths(l, l.Say("pattern.dates.every-other", words.Data{"Dates": dates}))
	}
	return r.inMonths(l, l.Say("pattern.dates.every", words.Data{"Dates": dates, "Ordinal": l.Ordinal(r.interval)}))
}

// monthsWords says "first and third Saturday of the month".
func (r Rule) monthsWords(l *words.Language) string {
	which := r.which(l)
	switch {
	case r.interval == 1 && len(r.months) == 0:
		return l.Say("pattern.monthly", words.Data{"Which": which})
	case r.interval == 1:
		return l.Say("pattern.monthly.of", words.Data{"Which": which, "Months": monthNames(l, r.months)})
	case r.interval == 2:
		return r.inMonths(l, l.Say("pattern.monthly.every-other", words.Data{"Which": which}))
	}
	return r.inMonths(l, l.Say("pattern.monthly.every", words.Data{"Which": which, "Ordinal": l.Ordinal(r.interval)}))
}

// which says of which days of a month a rule speaks, other than dates: "first and
// third Saturday", "last weekday", "last day".
func (r Rule) which(l *words.Language) string {
	switch r.kind() {
	case onNthWeekday:
		return nthWords(l, r.days)
	case onNthWorkday:
		return l.Say("pattern.nth-workday", words.Data{"Ordinals": ordinals(l, r.setPos)})
	}
	places := r.setPos
	if len(places) == 0 {
		places = r.monthDays // the last
	}
	return l.Say("pattern.nth-day", words.Data{"Ordinals": ordinals(l, places)})
}

// nthWords says "first and third Saturday", "second Tuesday and Thursday", or
// "first Monday and third Wednesday".
func nthWords(l *words.Language, days []nthDay) string {
	var places []int
	var weekdays []time.Weekday
	for _, d := range days {
		places = append(places, d.n)
		weekdays = append(weekdays, d.day)
	}
	slices.SortFunc(places, comparePlaces)
	places, weekdays = slices.Compact(places), sortedDays(weekdays)
	say := func(places []int, weekdays []time.Weekday) string {
		return l.Say("pattern.nth", words.Data{"Ordinals": ordinals(l, places), "Days": l.List(each(weekdays, l.Weekday))})
	}
	if len(weekdays) == 1 || len(places) == 1 {
		return say(places, weekdays)
	}
	return l.List(each(days, func(d nthDay) string { return say([]int{d.n}, []time.Weekday{d.day}) }))
}

func workdays(days []time.Weekday) bool { return slices.Equal(days, week[:5]) }

// daysOr lists days in some form; Monday to Friday have words of their own.
func daysOr(l *words.Language, days []time.Weekday, form func(time.Weekday) string) string {
	if workdays(days) {
		return l.Say("pattern.workdays")
	}
	return l.List(each(days, form))
}

func monthNames(l *words.Language, months []int) string {
	return l.List(each(months, func(m int) string { return l.Month(time.Month(m)) }))
}

func ordinals(l *words.Language, places []int) string { return l.List(each(places, l.Ordinal)) }

func numerals(l *words.Language, days []int) string { return l.List(each(days, l.Numeral)) }

func each[T any](all []T, say func(T) string) []string {
	said := make([]string, len(all))
	for i, one := range all {
		said[i] = say(one)
	}
	return said
}
