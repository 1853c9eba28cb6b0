package calendar

import (
	"cmp"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"regulars/internal/interest"
)

// Kind says what a calendar is.
type Kind string

// The kinds of calendars.
const (
	GroupFeed Kind = "group feed" // all its dates are those of one group
	Venue     Kind = "venue"      // each of its repeating series is a group
)

// Feed is what a calendar publishes, as far as groups go.
type Feed struct {
	Kind   Kind
	Name   string         // empty if it does not say
	Source string         // the address it says it is published at, or empty
	Page   string         // where people can read it, or empty
	Zone   *time.Location // of its floating times
	AsOf   time.Time      // when it was last changed or written
	Series []Series       // in the order of their UIDs
	House  string         // where the dates of a venue are that name only a room; may be empty

	Skipped []Skip // what is not held

	today time.Time      // from which on dates are to come: when it was made
	own   *time.Location // that all its series are to be in; nil: each in that of its events
}

// Parse reads a calendar that was made or fetched at a moment: later times at
// which it says it was changed are not believed. Floating times are in its
// X-WR-TIMEZONE, else in near; a file of several calendars is read as one.
// fault.Invalid with one sentence if the file is not a whole calendar in UTF-8,
// or is larger than MaxBytes.
func Parse(r io.Reader, near *time.Location, at time.Time) (Feed, error) {
	return parse(r, Feed{Zone: near}, at, false)
}

// parseFor reads a calendar as Parse does for a group in a zone: its series are all
// in that zone. As a whole, all its dates are those of the group.
func parseFor(r io.Reader, own *time.Location, at time.Time, whole bool) (Feed, error) {
	return parse(r, Feed{Zone: own, own: own}, at, whole)
}

func parse(r io.Reader, feed Feed, at time.Time, whole bool) (Feed, error) {
	head, components, err := components(r)
	if err != nil {
		return Feed{}, err
	}
	feed.Kind, feed.Name, feed.Source = Venue, calendarName(head), publishedAt(head)
	if named, ok := zone(value(head, "X-WR-TIMEZONE")); ok && named != time.UTC {
		feed.Zone = named // UTC is what calendars say that were never told
	}
	events := feed.events(components, at)
	if whole || feed.oneGroup(head, events) {
		feed.Kind = GroupFeed
	}
	feed.Page = feed.page(head, events)
	if feed.Kind == GroupFeed {
		feed.group(head, events)
	} else {
		feed.House = feed.house(events)
		feed.series(events)
	}
	slices.SortStableFunc(feed.Skipped, func(a, b Skip) int {
		return cmp.Or(a.Starts.Compare(b.Starts), cmp.Compare(a.Name, b.Name), cmp.Compare(a.UID, b.UID))
	})
	return feed, nil
}

// events reads all that have a time, in the order of time, and finds when the
// calendar was made.
func (f *Feed) events(components []*ical.Component, at time.Time) []event {
	read := reader{f.Zone, explained(components, f.Zone, at)}
	var events []event
	for _, c := range components {
		if c.Name != ical.CompEvent {
			continue
		}
		e, ok := read.event(c)
		if !ok {
			f.skip(NoStart, e)
			continue
		}
		if !e.stamp.After(at) {
			f.AsOf = later(f.AsOf, e.stamp)
		}
		events = append(events, e)
	}
	if f.AsOf.IsZero() {
		f.AsOf = at
	}
	if f.today = f.AsOf; f.own != nil || f.AsOf.Before(at.AddDate(-1, 0, 0)) {
		f.today = at // what a program never touches says nothing
	}
	weigh(events)
	slices.SortStableFunc(events, byStart)
	return events
}

// zoneOf is the zone that a series of an event is in.
func (f *Feed) zoneOf(e event) *time.Location {
	if f.own != nil {
		return f.own
	}
	return e.zoneIn(f.Zone)
}

// sorted are the events of a calendar by what they are.
type sorted struct {
	ruled   map[string][]event // what repeats, by the UID of the series
	changes map[string][]event // what stands for dates of those, likewise
	plain   []event            // single dates
}

// sort leaves out what lasts whole days. What stands for a date of a series that
// the calendar does not have is a date of its own.
func (f *Feed) sort(events []event) sorted {
	in := sorted{ruled: map[string][]event{}, changes: map[string][]event{}}
	for _, e := range events {
		uid := e.base()
		switch {
		case !e.recurrence.isZero():
			in.changes[uid] = append(in.changes[uid], e)
		case e.allDay():
			f.skip(Days, e)
		case e.repeats() && len(in.ruled) >= mostSeries && in.ruled[uid] == nil:
			f.skip(TooMany, e)
		case e.repeats():
			in.ruled[uid] = append(in.ruled[uid], e)
		default:
			in.plain = append(in.plain, e)
		}
	}
	for uid, orphans := range in.changes {
		if in.ruled[uid] == nil {
			in.plain = append(in.plain, slices.DeleteFunc(orphans, event.allDay)...)
			delete(in.changes, uid)
		}
	}
	slices.SortStableFunc(in.plain, byStart)
	return in
}

// oneGroup tells whether all dates are those of one group: the feed of a group at
// Meetup, or dates without rules that have one organizer or whose calendar is
// named as a group that does something we know.
func (f *Feed) oneGroup(head *ical.Component, events []event) bool {
	if f.Name == "" {
		return false
	}
	if strings.Contains(strings.ToLower(value(head, ical.PropProductID)), "meetup") {
		return true
	}
	if len(events) == 0 || slices.ContainsFunc(events, event.repeats) {
		return false
	}
	organizer := events[0].organizer
	same := !slices.ContainsFunc(events, func(e event) bool { return e.organizer != organizer })
	if organizer != "" && same {
		return true
	}
	return groupWord.MatchString(f.Name) && len(interest.Recognise(f.Name, "")) > 0
}

// groupWord is how people call those who meet, and not a place.
var groupWord = regexp.MustCompile(`(?i)\b(guild|club|group|society|choir|chorus|circle|band|orchestra|ensemble|team|league|meet-?up|association|collective|community|troupe|singers|players|runners|walkers|hikers|writers|readers|knitters|quilters|gardeners|dancers)\b`)

// calendarName is the name that a calendar gives itself. An e-mail address is the
// name of an account and not of a group.
func calendarName(head *ical.Component) string {
	for _, property := range []string{"X-WR-CALNAME", ical.PropName} {
		if name := tidyName(text(head, property)); name != "" && !strings.Contains(name, "@") {
			return name
		}
	}
	return ""
}

// house is where the dates of a venue are that name only a room: where most of
// those of the last year are, or of the last three; else what the calendar is
// called.
func (f *Feed) house(events []event) string {
	for _, years := range []int{1, 3} {
		since := f.today.AddDate(-years, 0, 0)
		recent := slices.DeleteFunc(slices.Clone(events), func(e event) bool {
			goesOn := e.rule != "" && !finite.MatchString(e.rule)
			return e.location == "" || !goesOn && e.starts().Before(since)
		})
		if where := commonStreet(recent); where != "" {
			return where
		}
	}
	return strings.TrimSpace(ofCalendars.ReplaceAllString(f.Name, ""))
}

// commonStreet is the usual spelling of the address that at least half of the
// events have which name a street, and a quarter of all; empty if there is none.
func commonStreet(events []event) string {
	streets, spellings := map[string]int{}, map[string]int{}
	best, all := "", 0
	for _, e := range events {
		where := placeLine(e.location)
		key := strings.ToLower(numbered.FindString(where))
		if key == "" {
			continue
		}
		all++
		spellings[where]++
		if streets[key]++; streets[key] > streets[best] {
			best = key
		}
	}
	if n := streets[best]; n < 3 || 2*n < all || 4*n < len(events) {
		return ""
	}
	usual := ""
	for _, where := range slices.Sorted(maps.Keys(spellings)) {
		if strings.Contains(strings.ToLower(where), best) && spellings[where] > spellings[usual] {
			usual = where
		}
	}
	return usual
}

var (
	numbered    = regexp.MustCompile(`\b\d+\w? [\w.]+( [\w.]+)?`)
	finite      = regexp.MustCompile(`(?i)UNTIL=|COUNT=`)
	ofCalendars = regexp.MustCompile(`(?i)(\s*\b(web ?site|(google )?calendar|public|events?|activities|schedule|bookings?)\b|\s+&\s*$|\s+and\s*$|\s+&)+\s*$`)
)
