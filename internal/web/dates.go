package web

import (
	"html/template"
	"time"

	"regulars/internal/words"
)

// moment is when something begins, in the zone that t carries: "Tuesday 24
// November, 18:30".
func moment(t time.Time) template.HTML {
	return stamped(t, "2006-01-02T15:04-07:00", words.English.Moment(t))
}

// stamped says a time to people, and in a layout to programs.
func stamped(t time.Time, layout, said string) template.HTML {
	return template.HTML(`<time datetime="` + t.Format(layout) + `">` + said + `</time>`)
}

// date is a day in full, in the zone that t carries: "Tuesday 24 November". The
// year is said where it is not the one of today.
func date(t, today time.Time) string {
	if t.Year() != today.In(t.Location()).Year() {
		return words.English.DayOfYear(t)
	}
	return words.English.Day(t)
}

// hours is from when to when, in the zone that from carries; a meeting without a
// length has no end, and one that ends on another day says on which.
func hours(from, to time.Time) string {
	to = to.In(from.Location())
	switch {
	case !to.After(from):
		return clock(from)
	case from.Format(time.DateOnly) == to.Format(time.DateOnly) || to.Sub(from) < 12*time.Hour:
		return words.English.Hours(from, to)
	default:
		return words.English.Say("span", words.Data{"From": clock(from), "To": words.English.Moment(to)})
	}
}

// soon says how far away a moment is, by the calendar of the zone that t carries.
func soon(t, now time.Time) string {
	switch days := daysBetween(now.In(t.Location()), t); {
	case days == 0 && t.Hour() >= 17:
		return words.English.Say("soon.evening")
	case days == 0:
		return words.English.Say("soon.today")
	case days == 1:
		return words.English.Say("soon.tomorrow")
	case days < 14:
		return words.English.Count("soon.days", days)
	default:
		return words.English.Count("soon.weeks", days/7)
	}
}

// daysBetween counts midnights, which 24 hours would not across a clock change.
func daysBetween(from, to time.Time) int {
	midnight := func(t time.Time) time.Time {
		year, month, day := t.Date()
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	return int(midnight(to).Sub(midnight(from)) / (24 * time.Hour))
}
