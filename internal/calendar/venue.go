package calendar

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// What is read of a venue: far more than any has.
const (
	mostSeries = 1000 // that repeat by a rule
	mostParts  = 40   // that one of them was split into
)

// rarest is how many days can lie between the meetings of a group; what comes
// once a year is a feast.
const rarest = 100

// series finds the groups of a venue: what repeats by a rule, and dates of the
// same name that have a rhythm.
func (f *Feed) series(events []event) {
	ruled, changes := map[string][]event{}, map[string][]event{}
	var plain []event
	for _, e := range events {
		uid := e.base()
		switch {
		case !e.recurrence.isZero():
			changes[uid] = append(changes[uid], e)
		case e.allDay():
			f.OneOffs++
		case e.rule != "" && (len(ruled) < mostSeries || ruled[uid] != nil):
			ruled[uid] = append(ruled[uid], e)
		case !e.cancelled:
			plain = append(plain, e)
		}
	}
	for uid, parts := range ruled {
		f.ruled(uid, parts, changes[uid])
	}
	for uid, orphans := range changes {
		if ruled[uid] == nil {
			plain = append(plain, slices.DeleteFunc(orphans, func(e event) bool { return e.cancelled || e.allDay() })...)
		}
	}
	f.named(plain)
	f.join()
}

// join makes one series of those that follow each other under one name: what is
// over and has a successor is told to it. Many write a new series for each season.
func (f *Feed) join() {
	until := func(s Series) time.Time {
		if s.Last.IsZero() {
			return f.AsOf.AddDate(yearsAhead, 0, 0)
		}
		return s.Last
	}
	slices.SortFunc(f.Series, func(a, b Series) int {
		return cmp.Or(until(b).Compare(until(a)), cmp.Compare(a.UID, b.UID))
	})
	newest := map[string]int{} // by name
	var kept []Series
	for _, s := range f.Series {
		key := nameKey(s.Name)
		at, follows := newest[key]
		if follows && key != "" && until(s).Before(f.AsOf) {
			kept[at].Earlier = append(kept[at].Earlier, s.UID)
			continue
		}
		if !follows {
			newest[key] = len(kept)
		}
		kept = append(kept, s)
	}
	f.Series = kept
}

// of begins a series with what one event says.
func (f *Feed) of(uid string, e event) Series {
	return Series{
		UID: uid, Name: tidyName(e.summary), Description: prose(e.description), Location: e.location,
		Point: e.point, URL: e.page(), Zone: e.zoneIn(f.Zone), Internal: e.private || internal(e.summary),
	}
}

// ruled makes one series of the parts that a rule was split into, and of the
// dates that were changed by hand.
func (f *Feed) ruled(uid string, parts, changes []event) {
	parts = parts[max(len(parts)-mostParts, 0):]
	s := f.of(uid, parts[len(parts)-1])
	for _, e := range parts {
		if one, ok := e.schedule(s.Zone); ok && !e.cancelled {
			s.Timetable = append(s.Timetable, one)
		}
	}
	if len(s.Timetable) == 0 {
		f.Unread++
		return
	}
	s.change(changes, f.AsOf)
	s.call(parts...)
	switch {
	case slices.ContainsFunc(s.Timetable, seldom):
		f.OneOffs++
	case !s.settle(f.AsOf):
		f.Over++
	default:
		f.Series = append(f.Series, s)
	}
}

// seldom tells whether a schedule has too few dates for people to get to know each
// other.
func seldom(one schedule.Schedule) bool {
	rule := one.Rule.String()
	if !strings.HasPrefix(rule, "FREQ=YEARLY") && !strings.HasPrefix(rule, "FREQ=MONTHLY") {
		return false
	}
	begin := one.Start.Instant(one.Zone)
	dates := one.Between(begin, begin.AddDate(yearsAhead, 0, 0))
	gaps := len(dates) - 1
	return gaps > 0 && dates[gaps].Start.Sub(dates[0].Start) > time.Duration(gaps)*rarest*24*time.Hour ||
		gaps <= 0 && !one.Rule.Ends()
}

// countless is a COUNT that nobody means; each of its dates has to be counted from
// the first. Google writes at most 730.
var countless = regexp.MustCompile(`(?i)COUNT=0*[1-9]\d{3}`)

var byDay = regexp.MustCompile(`(?i);?BYDAY=[A-Z]{2}(;|$)`)

// schedule gives the event's rule in the local time of a zone; false if the rule
// cannot be read. A rule written in UTC names the days of UTC, on which evenings
// of America are the next day: there the one day of the week is that of the start.
func (e event) schedule(zone *time.Location) (schedule.Schedule, bool) {
	one := schedule.Schedule{Start: e.start.in(zone), Zone: zone, Length: e.length}
	text := e.rule
	if one.Start.Weekday() != e.start.wall.Weekday() {
		text = byDay.ReplaceAllString(text, "$1")
	}
	rule, err := schedule.ParseRule(text)
	if err != nil || e.rules > 1 || countless.MatchString(text) {
		return schedule.Schedule{}, false
	}
	one.Rule = rule
	for _, m := range e.except {
		one.Except = append(one.Except, m.dateOf(one))
	}
	for _, m := range e.extra {
		one.Extra = append(one.Extra, m.dateOf(one))
	}
	return one, true
}

// dateOf gives the date of a schedule that is meant; a mere day means its date of
// that day.
func (m moment) dateOf(one schedule.Schedule) schedule.Wall {
	if m.day {
		return m.wall.Add(time.Duration(one.Start.MinuteOfDay()) * time.Minute)
	}
	return m.in(one.Zone)
}

// change takes the dates away that were called off or moved, and puts the moved
// ones where they are now.
func (s *Series) change(changes []event, asOf time.Time) {
	if len(changes) == 0 {
		return
	}
	var apart meetings.Timetable
	for i := range s.Timetable {
		one := &s.Timetable[i]
		listed := map[schedule.Wall]bool{}
		for _, date := range one.Between(asOf.AddDate(-yearsBack, 0, 0), asOf.AddDate(yearsAhead, 0, 0)) {
			listed[date.Wall] = true
		}
		var moved []event
		for _, e := range changes {
			was := e.recurrence.dateOf(*one)
			if !listed[was] || !e.cancelled && e.start.in(s.Zone) == was && e.length == one.Length {
				continue
			}
			delete(listed, was) // a second change of the same date is a slip
			one.Except = append(one.Except, was)
			if !e.cancelled && !e.allDay() {
				moved = append(moved, e)
			}
		}
		for _, e := range moved {
			at := e.start.in(s.Zone)
			if e.length == one.Length && !slices.Contains(one.Except, at) {
				one.Extra = append(one.Extra, at)
			} else {
				apart = append(apart, schedule.Schedule{Start: at, Zone: s.Zone, Length: e.length})
			}
		}
	}
	s.Timetable = append(s.Timetable, apart...)
}

// named makes series of plain dates that have a name in common and a rhythm.
func (f *Feed) named(plain []event) {
	byName := map[string][]event{}
	for _, e := range plain {
		key := nameKey(e.summary)
		byName[key] = append(byName[key], e)
	}
	for key, events := range byName {
		slices.SortStableFunc(events, byStart)
		newest := events[len(events)-1]
		events = slices.DeleteFunc(events, func(e event) bool {
			old := e.starts().Before(newest.starts().AddDate(-1, 0, 0))
			if old {
				f.OneOffs++
			}
			return old
		})
		table := datesOf(events, newest.zoneIn(f.Zone))
		if _, rhythmic := table.Rhythm(); !rhythmic || key == "" {
			f.OneOffs += len(events)
			continue
		}
		s := f.of("name:"+key, newest)
		s.call(events...)
		switch s.Timetable = table; {
		case !s.settle(f.AsOf):
			f.Over++
		default:
			f.Series = append(f.Series, s)
		}
	}
}
