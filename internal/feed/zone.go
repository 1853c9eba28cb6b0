package feed

import (
	"fmt"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"regulars/internal/schedule"
)

// yearsToldAhead is how far changes of clocks are listed where they follow no rule.
// Twelve years show each date that a rule such as "the last Sunday" can give, so
// what follows a rule that long really has it.
const yearsToldAhead = 12

// onset is a moment from which a zone keeps another offset.
type onset struct {
	wall schedule.Wall // by the clock that ends then
	kind
}

// kind is what can be said of several onsets at once.
type kind struct {
	from, to int    // seconds east of UTC, before and after
	name     string // "EST"
	summer   bool
}

// timezone tells what a zone's clock shows from a moment on, some years past now.
func timezone(zone *time.Location, from, now time.Time) *ical.Component {
	from = time.Date(from.Year()-1, time.January, 1, 0, 0, 0, 0, time.UTC).In(zone)
	until := time.Date(now.Year()+1+yearsToldAhead, time.January, 1, 0, 0, 0, 0, time.UTC)
	c := ical.NewComponent(ical.CompTimezone)
	set(c, ical.PropTimezoneID, zone.String())
	name, offset := from.Zone()
	first := onset{schedule.WallOf(from, zone), kind{offset, offset, name, from.IsDST()}}
	c.Children = append(c.Children, first.component())
	for _, alike := range byKind(onsets(from, until)) {
		yearly := byRule(alike, until.Year()-1)
		for _, one := range alike[:len(alike)-len(yearly)] {
			// One by one: some programs take only the first of several RDATEs.
			c.Children = append(c.Children, one.component())
		}
		if len(yearly) > 0 {
			one := yearly[0].component()
			set(one, ical.PropRecurrenceRule, ruleOf(yearly))
			c.Children = append(c.Children, one)
		}
	}
	return c
}

// onsets are the changes of a zone's clock between two moments.
func onsets(at, until time.Time) (all []onset) {
	for {
		_, before := at.Zone()
		_, end := at.ZoneBounds()
		if end.IsZero() || !end.Before(until) {
			return all
		}
		name, after := end.Zone()
		if before != after { // else its name alone changes, or the table of past years ends
			wall := schedule.WallOf(end, time.FixedZone("", before))
			all = append(all, onset{wall, kind{before, after, name, end.IsDST()}})
		}
		at = end
	}
}

// byKind keeps together what is alike, in the order of the first of each.
func byKind(all []onset) (groups [][]onset) {
	at := map[kind]int{}
	for _, one := range all {
		i, known := at[one.kind]
		if !known {
			i = len(groups)
			at[one.kind] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], one)
	}
	return groups
}

// byRule gives the last of some onsets as far back as they follow one rule: each
// year the nth, or each year the last, such weekday of a month at the same time.
// None if they stop before the last year, or are too few to tell.
func byRule(alike []onset, lastYear int) []onset {
	best := 0
	for _, place := range []func(schedule.Wall) int{nth, fromEnd} {
		n := 1
		for ; n < len(alike); n++ {
			earlier, later := alike[len(alike)-n-1].wall, alike[len(alike)-n].wall
			if !sameYearly(earlier, later) || place(earlier) != place(later) {
				break
			}
		}
		best = max(best, n)
	}
	if year, _, _ := alike[len(alike)-1].wall.Date(); year != lastYear || best < yearsToldAhead {
		return nil
	}
	return alike[len(alike)-best:]
}

// sameYearly tells whether two onsets lie a year apart, in the same month, on the
// same day of the week, at the same time of day.
func sameYearly(a, b schedule.Wall) bool {
	year, month, _ := a.Date()
	nextYear, sameMonth, _ := b.Date()
	return nextYear == year+1 && month == sameMonth && a.Weekday() == b.Weekday() && a.Format("150405") == b.Format("150405")
}

// nth counts the weekday of w in its month, 1 to 5.
func nth(w schedule.Wall) int {
	_, _, day := w.Date()
	return (day + 6) / 7
}

// fromEnd counts it from the end: the last is -1.
func fromEnd(w schedule.Wall) int {
	year, month, day := w.Date()
	_, _, length := schedule.NewWall(year, month+1, 0, 0, 0).Date()
	return -(length - day + 7) / 7
}

// ruleOf writes the rule that byRule found.
func ruleOf(yearly []onset) string {
	first := yearly[0].wall
	place := nth(first)
	for _, one := range yearly {
		if nth(one.wall) != place {
			place = fromEnd(first)
			break
		}
	}
	_, month, _ := first.Date()
	return fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", month, place, strings.ToUpper(first.Weekday().String()[:2]))
}

func (o onset) component() *ical.Component {
	c := ical.NewComponent(ical.CompTimezoneStandard)
	if o.summer {
		c.Name = ical.CompTimezoneDaylight
	}
	set(c, ical.PropDateTimeStart, o.wall.Format(wallLayout))
	set(c, ical.PropTimezoneOffsetFrom, offset(o.from))
	set(c, ical.PropTimezoneOffsetTo, offset(o.to))
	set(c, ical.PropTimezoneName, o.name)
	return c
}

// offset writes seconds east of UTC: "-0500", "+0545".
func offset(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign = "-"
	}
	seconds = max(seconds, -seconds)
	text := fmt.Sprintf("%s%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf("%02d", seconds%60)
	}
	return text
}
