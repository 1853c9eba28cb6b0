package calendar

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/schedule"
)

// What is read of a venue: far more than any has.
const (
	mostSeries = 1000 // that repeat by a rule
	mostParts  = 40   // that one of them was split into
	mostListed = 300  // that go on or lately did
)

// rarest is how many days can lie between the meetings of a group; what comes
// once a year is a feast.
const rarest = 100

// series finds the groups of a venue: what repeats by a rule, and dates of the
// same name that have a rhythm.
func (f *Feed) series(events []event) {
	in := f.sort(events)
	for uid, parts := range in.ruled {
		f.ruled(uid, parts, in.changes[uid])
	}
	f.named(in.plain)
	f.join()
	for _, s := range f.Series[min(len(f.Series), mostListed):] {
		f.Skipped = append(f.Skipped, Skip{Name: s.Name, UID: s.UID, Reason: TooMany})
	}
	f.Series = f.Series[:min(len(f.Series), mostListed)]
}

// join makes one series of those that follow each other under one name: what is
// over and has a successor is told to it. Many write a new series for each season.
func (f *Feed) join() {
	until := func(s Series) time.Time {
		if s.Last.IsZero() {
			return f.today.AddDate(yearsAhead, 0, 0)
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
		if follows && key != "" && until(s).Before(f.today) {
			kept[at].follow(s, f.today)
			continue
		}
		if !follows {
			newest[key] = len(kept)
		}
		kept = append(kept, s)
	}
	f.Series = kept
}

// follow tells the series that another came before it, whose latest dates are its
// own.
func (s *Series) follow(earlier Series, asOf time.Time) {
	s.Earlier = append(s.Earlier, earlier.UID)
	if earlier.Last.Before(asOf.AddDate(0, 0, -7*weeksBack)) {
		return
	}
	s.Timetable = append(s.Timetable, earlier.Timetable...)
	maps.Copy(s.UIDs.Series, earlier.UIDs.Series)
	maps.Copy(s.UIDs.Dates, earlier.UIDs.Dates)
}

// of begins a series with what one event says.
func (f *Feed) of(uid string, e event) Series {
	return Series{
		UID: uid, Name: tidyName(e.summary), Description: prose(e.description), Location: e.location,
		Point: e.point, URL: e.page(), Zone: f.zoneOf(e), Internal: e.private || internal(e.summary),
	}
}

// ruled makes one series of the parts that a rule was split into, and of the
// dates that were changed by hand.
func (f *Feed) ruled(uid string, parts, changes []event) {
	newest := parts[len(parts)-1]
	s := f.of(uid, newest)
	f.schedules(&s, parts, changes)
	if len(s.Timetable) == 0 {
		return
	}
	s.call(parts...)
	switch {
	case slices.ContainsFunc(s.Timetable, seldom):
		f.skip(Seldom, newest)
	case !s.settle(f.today):
		f.skip(Over, newest)
	default:
		f.Series = append(f.Series, s)
	}
}

// schedules gives a series the schedules of its parts, with what became of their
// dates.
func (f *Feed) schedules(s *Series, parts, changes []event) {
	over := max(len(parts)-mostParts, 0)
	f.skip(TooMany, parts[:over]...)
	for _, e := range parts[over:] {
		if e.cancelled {
			f.skip(Off, e)
			continue
		}
		one, err := e.schedule(s.Zone)
		if err != nil {
			f.skipFor(e, NoRule, sentenceOf(err))
			continue
		}
		s.Timetable = append(s.Timetable, one)
	}
	if len(s.Timetable) > 0 {
		f.skip(NoDate, s.change(changes, f.today)...)
	}
}

// sentenceOf is what may be shown of an error.
func sentenceOf(err error) string {
	if e, ok := fault.As(err); ok {
		return e.Text
	}
	return ""
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

// schedule gives the event's rule in the local time of a zone; fault.Invalid if
// the rule cannot be read. A rule written in UTC names the days of UTC, on which
// evenings of America are the next day: there the one day of the week is that of
// the start.
func (e event) schedule(zone *time.Location) (one schedule.Schedule, err error) {
	one = schedule.Schedule{Start: e.start.in(zone), Zone: zone, Length: e.length}
	text := e.rule
	if one.Start.Weekday() != e.start.wall.Weekday() {
		text = byDay.ReplaceAllString(text, "$1")
	}
	switch {
	case e.rules > 1:
		return one, refuse("It has more than one rule.")
	case countless.MatchString(text):
		return one, refuse("It counts to more dates than anybody means.")
	}
	if one.Rule, err = schedule.ParseRuleFrom(text, e.start.wall); err != nil {
		return one, err
	}
	for _, m := range e.except {
		one.Except = append(one.Except, m.dateOf(one))
	}
	for _, m := range e.extra {
		one.Extra = append(one.Extra, m.dateOf(one))
	}
	return one, nil
}

// dateOf gives the date of a schedule that is meant; a mere day means its date of
// that day.
func (m moment) dateOf(one schedule.Schedule) schedule.Wall {
	if m.day {
		return m.wall.Add(time.Duration(one.Start.MinuteOfDay()) * time.Minute)
	}
	return m.in(one.Zone)
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
				f.skip(OneOff, e)
			}
			return old
		})
		table := datesOf(events, f.zoneOf(newest))
		if _, rhythmic := table.Rhythm(); !rhythmic || key == "" {
			f.skip(OneOff, events...)
			continue
		}
		s := f.of("name:"+key, newest)
		s.call(events...)
		switch s.Timetable = table; {
		case !s.settle(f.today):
			f.skip(Over, newest)
		default:
			f.Series = append(f.Series, s)
		}
	}
}
