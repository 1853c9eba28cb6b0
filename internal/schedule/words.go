package schedule

import (
	"slices"
	"time"

	"regulars/internal/words"
)

// Words says when the group meets as a sentence without its full stop: "Every
// other Tuesday, 19:00 to 21:00", "First and third Saturday of the month, 10:00
// to 12:00, until 15 December 2026", "Tuesday 8 September 2026, 18:30 to
// 20:00". A rule that has no plain words is "On varying dates". Exceptions,
// extra dates and breaks are not told.
func (s Schedule) Words(l *words.Language) string {
	if s.Start.IsZero() {
		return ""
	}
	pattern := l.DayOfYear(s.Start)
	if !s.Rule.IsZero() {
		if pattern = s.Rule.plain(s.Start).pattern(l); pattern == "" {
			pattern = l.Say("schedule.varying")
		}
	}
	said := l.Say("schedule", words.Data{"Pattern": words.Capital(pattern), "Hours": s.hours(l)})
	return s.end(l, said)
}

// Habit says the same for "I come …": "every other Tuesday", "every first
// Saturday"; "every time" where there are no short words, "" for a single date.
func (s Schedule) Habit(l *words.Language) string {
	if s.Rule.IsZero() {
		return ""
	}
	r := s.Rule.plain(s.Start)
	rare := r.freq == monthly && (r.interval > 1 || len(r.months) > 0)
	r.months = nil
	pattern := r.pattern(l)
	switch {
	case pattern == "" || rare:
		return l.Say("habit.always")
	case r.kind() == onDates:
		return l.Say("habit.dates", words.Data{"Dates": numerals(l, r.monthDays)})
	case r.freq == monthly:
		return l.Say("habit.nth", words.Data{"Which": r.which(l)})
	}
	return pattern
}

// hours gives "19:00 to 21:00"; a meeting without a length has no end, one that
// lasts for days says how many.
func (s Schedule) hours(l *words.Language) string {
	if s.Length <= 0 {
		return l.Clock(s.Start)
	}
	end := s.Start.Add(s.Length)
	from, to := s.Start.Format("15:04"), end.Format("15:04")
	switch days := int(dayOf(end) - dayOf(s.Start)); {
	case days == 1 && s.Length >= 24*time.Hour:
		return l.Say("hours.next-day", words.Data{"From": from, "To": to})
	case days > 1:
		return l.Count("hours.days-later", days, words.Data{"From": from, "To": to})
	}
	return l.Hours(s.Start, end)
}

// end adds the rule's end, if it has one, to what was said.
func (s Schedule) end(l *words.Language, said string) string {
	if s.Rule.count > 0 {
		return l.Count("schedule.times", s.Rule.count, words.Data{"Schedule": said})
	}
	if last := s.lastDay(); !last.IsZero() {
		return l.Say("schedule.until", words.Data{"Schedule": said, "Date": l.Date(last)})
	}
	return said
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

// everyDay reports whether the rule has weekdays and none with a number.
func (r Rule) everyDay() bool {
	return len(r.days) > 0 && !slices.ContainsFunc(r.days, func(d nthDay) bool { return d.n != 0 })
}
