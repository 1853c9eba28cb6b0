package calendar

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"regulars/internal/place"
	"regulars/internal/schedule"
)

// Calendars may explain a zone that nobody knows by name, such as "Customized Time
// Zone" (VTIMEZONE, RFC 5545 section 3.6.5). People live by zones that have names
// nevertheless, so it is told by its clock which of them is meant.

// Bounds of what is explained: far beyond what programs write.
const (
	mostZones       = 50 // of one calendar
	mostObservances = 64 // of one zone
)

// explained finds the zones that a calendar explains and that have no known name:
// the one that shows the same time all year round; that of the calendar itself
// goes before others. What shows the time of no zone is left out.
func explained(components []*ical.Component, own *time.Location, at time.Time) map[string]*time.Location {
	found := map[string]*time.Location{}
	tried := 0
	for _, c := range components {
		id := value(c, ical.PropTimezoneID)
		if _, known := zone(id); c.Name != ical.CompTimezone || known || id == "" || tried >= mostZones {
			continue
		}
		tried++
		if meant, ok := zone(value(c, "X-LIC-LOCATION")); ok {
			found[id] = meant
		} else if meant, ok := sameClock(c, own, at); ok {
			found[id] = meant
		}
	}
	return found
}

// sameClock finds the zone whose clock shows the same on each day of two years.
func sameClock(c *ical.Component, own *time.Location, at time.Time) (*time.Location, bool) {
	var days []time.Time
	for day := at.AddDate(-1, 0, 0); day.Before(at.AddDate(1, 0, 0)); day = day.AddDate(0, 0, 1) {
		days = append(days, day)
	}
	shown, ok := offsets(c, days)
	if !ok {
		return nil, false
	}
	for _, candidate := range append([]*time.Location{own}, namedZones()...) {
		agrees := true
		for i := 0; agrees && i < len(days); i++ {
			_, offset := days[i].In(candidate).Zone()
			agrees = offset == shown[i]
		}
		if agrees {
			return candidate, true
		}
	}
	return nil, false
}

// namedZones are those that Windows has names for: one of each kind.
func namedZones() (zones []*time.Location) {
	for _, name := range slices.Compact(slices.Sorted(maps.Values(windows()))) {
		if known, err := place.Zone(name); err == nil {
			zones = append(zones, known)
		}
	}
	return zones
}

// onset is when a clock was set to another offset from UTC, in seconds.
type onset struct {
	at           time.Time
	before, from int
}

// offsets are what an explained zone is ahead of UTC at moments in order, in
// seconds; false if it does not say.
func offsets(c *ical.Component, moments []time.Time) (shown []int, ok bool) {
	var onsets []onset
	for _, observance := range c.Children[:min(len(c.Children), mostObservances)] {
		onsets = append(onsets, onsetsOf(observance, moments[0], moments[len(moments)-1])...)
	}
	if len(onsets) == 0 {
		return nil, false
	}
	slices.SortFunc(onsets, func(a, b onset) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.from, b.from)) })
	offset, next := onsets[0].before, 0
	for _, moment := range moments {
		for ; next < len(onsets) && !onsets[next].at.After(moment); next++ {
			offset = onsets[next].from
		}
		shown = append(shown, offset)
	}
	return shown, true
}

// onsetsOf are the onsets of summer or standard time from two years before a span
// to its end, and the very first.
func onsetsOf(observance *ical.Component, first, last time.Time) (onsets []onset) {
	before, ok := offset(value(observance, ical.PropTimezoneOffsetFrom))
	after, also := offset(value(observance, ical.PropTimezoneOffsetTo))
	began, unread := time.Parse("20060102T150405", value(observance, ical.PropDateTimeStart)) // Exchange begins in 1601
	rule, err := schedule.ParseRule(value(observance, ical.PropRecurrenceRule))
	yearly := rule.IsZero() || strings.HasPrefix(rule.String(), "FREQ=YEARLY")
	if !ok || !also || unread != nil || err != nil || !yearly {
		return nil
	}
	one := schedule.Schedule{Start: schedule.WallOf(began, time.UTC), Zone: time.FixedZone("", before), Rule: rule}
	for _, m := range (reader{zone: time.UTC}).moments(observance, ical.PropRecurrenceDates) {
		one.Extra = append(one.Extra, m.wall)
	}
	onsets = []onset{{one.Start.Instant(one.Zone), before, after}}
	for _, date := range one.Between(first.AddDate(-2, 0, 0), last) {
		onsets = append(onsets, onset{date.Start, before, after})
	}
	return onsets
}

// offset reads "-0500" or "+013000" as seconds.
func offset(text string) (seconds int, ok bool) {
	if len(text) != 5 && len(text) != 7 || text[0] != '+' && text[0] != '-' {
		return 0, false
	}
	for i, unit := range []int{3600, 60, 1}[:(len(text)-1)/2] {
		n, err := strconv.Atoi(text[1+2*i : 3+2*i])
		if err != nil || n < 0 {
			return 0, false
		}
		seconds += n * unit
	}
	if text[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}
