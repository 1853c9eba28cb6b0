package calendar

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// Series is what becomes one listing: the dates of a group with what its
// calendar says about them.
type Series struct {
	UID         string   // as the series was first made; empty: the whole feed is one group
	Earlier     []string // UIDs of series of the same name that it follows
	Name        string
	Description string // markdown
	Location    string // as written
	Point       string // "lat,lon" as the calendar gives it, or empty
	URL         string // its own page, or empty
	Zone        *time.Location
	Timetable   meetings.Timetable // not empty
	UIDs        meetings.UIDs      // of its events
	Last        time.Time          // start of the last date it lists; zero: it goes on
	Internal    bool               // looks as if it were not meant for newcomers
}

// call notes what the calendar calls its events. One that stands for a date of a
// series is called as the series is, which names nothing of its own.
func (s *Series) call(events ...event) {
	s.UIDs = meetings.UIDs{Series: map[schedule.Wall]string{}, Dates: map[schedule.Wall]string{}}
	for _, e := range events {
		switch {
		case e.uid == "" || !e.recurrence.isZero():
		case e.rule != "":
			s.UIDs.Series[e.start.in(s.Zone)] = e.uid
		default:
			s.UIDs.Dates[e.start.in(s.Zone)] = e.uid
		}
	}
}

// What is read of a series: the past for its rhythm, the future as far as
// anybody plans. Dates outside are dropped, so that a listing stays small.
const (
	yearsBack  = 1
	yearsAhead = 2
)

// Ended tells whether the series was long over when its calendar was made: its
// last date lies back more than three times its rhythm, and 60 days at least.
func (s Series) Ended(asOf time.Time) bool {
	const quiet = 60
	if s.Last.IsZero() || !s.Last.Before(asOf.AddDate(0, 0, -quiet)) {
		return false
	}
	rhythm, _ := s.Timetable.Rhythm()
	return s.Last.Before(asOf.AddDate(0, 0, -max(quiet, 3*rhythm.Every)))
}

// settle finds the last date, and drops what does not matter any more: parts of
// the rule that are over, unless all are, and exceptions long past. False if there
// is no date within the years that are read.
func (s *Series) settle(asOf time.Time) bool {
	from, to := asOf.AddDate(-yearsBack, 0, 0), asOf.AddDate(yearsAhead, 0, 0)
	var kept, over meetings.Timetable
	var overEnd time.Time
	goesOn := false
	for _, one := range s.Timetable {
		dates := one.Between(from, to)
		if len(dates) == 0 {
			continue
		}
		one.Except = within(one.Except, s.Zone, from, to)
		one.Extra = within(one.Extra, s.Zone, from, to)
		end := dates[len(dates)-1].Start
		switch {
		case one.Rule.IsZero() || !end.Before(asOf):
			kept = append(kept, one)
		case !end.Before(overEnd):
			over, overEnd = meetings.Timetable{one}, end
		}
		s.Last = later(s.Last, end)
		goesOn = goesOn || !one.Rule.Ends() || end.After(to.AddDate(0, -2, 0))
	}
	if s.Timetable = kept; s.Last.Before(asOf) || len(kept) == 0 {
		s.Timetable = slices.Concat(over, kept)
	}
	if goesOn {
		s.Last = time.Time{}
	}
	maps.DeleteFunc(s.UIDs.Dates, func(w schedule.Wall, _ string) bool {
		at := w.Instant(s.Zone)
		return at.Before(from) || at.After(to)
	})
	return len(s.Timetable) > 0
}

// mostExceptions is how many dates a schedule can leave out or add.
const mostExceptions = 500

func within(walls []schedule.Wall, zone *time.Location, from, to time.Time) []schedule.Wall {
	first, end := schedule.WallOf(from, zone), schedule.WallOf(to, zone)
	walls = slices.DeleteFunc(slices.Clone(walls), func(w schedule.Wall) bool { return w.Before(first) || w.After(end) })
	slices.SortFunc(walls, schedule.Wall.Compare)
	walls = slices.Compact(walls)
	return walls[max(len(walls)-mostExceptions, 0):]
}

// group makes all dates into one series. What is internal is left out.
func (f *Feed) group(head *ical.Component, events []event) {
	var dated, ruled []event
	for _, e := range events {
		switch {
		case e.cancelled || e.allDay():
		case e.private || internal(e.summary):
			f.Internal++
		case e.rule != "":
			ruled = append(ruled, e)
		default:
			dated = append(dated, e)
		}
	}
	all := slices.Concat(ruled, dated)
	if len(all) == 0 {
		return
	}
	s := Series{Name: f.Name, Zone: all[len(all)-1].zoneIn(f.Zone), URL: f.Page}
	s.Timetable = datesOf(dated, s.Zone)
	s.call(all...)
	for _, e := range ruled {
		if one, ok := e.schedule(s.Zone); ok {
			s.Timetable = append(s.Timetable, one)
		}
	}
	if s.Description = prose(text(head, "X-WR-CALDESC")); s.Description == "" {
		s.describe(f.Name, all, f.AsOf)
	}
	s.Location = usual(all, func(e event) string { return e.location })
	s.Point = usual(all, func(e event) string { return e.point })
	if s.settle(f.AsOf) {
		f.Series = append(f.Series, s)
	}
}

// describe takes what most events say alike, else what the next one says.
func (s *Series) describe(name string, events []event, asOf time.Time) {
	next := events[len(events)-1]
	for _, e := range events {
		if !e.starts().Before(asOf) {
			next = e
			break
		}
	}
	about := func(e event) string {
		said := prose(e.description)
		first, rest, _ := strings.Cut(said, "\n")
		if strings.EqualFold(strings.TrimSpace(first), name) {
			said = strings.TrimSpace(rest)
		}
		return said
	}
	s.Description = usual(events, about)
	if title := tidyName(next.summary); s.Description == "" && title != "" {
		s.Description = clip("**"+title+"**\n\n"+about(next), maxAbout)
	}
}

// usual is what at least half of the events say, and two of them, or the only
// one; empty if they differ.
func usual(events []event, of func(event) string) string {
	counts := map[string]int{}
	for _, e := range events {
		said := of(e)
		if counts[said]++; said != "" && 2*counts[said] >= len(events) && (counts[said] > 1 || len(events) == 1) {
			return said
		}
	}
	return ""
}

// datesOf makes a timetable of single dates, one schedule for each length.
func datesOf(events []event, zone *time.Location) meetings.Timetable {
	byLength := map[time.Duration][]schedule.Wall{}
	for _, e := range events {
		byLength[e.length] = append(byLength[e.length], e.start.in(zone))
		for _, extra := range e.extra {
			byLength[e.length] = append(byLength[e.length], extra.in(zone))
		}
	}
	var table meetings.Timetable
	for length, walls := range byLength {
		slices.SortFunc(walls, schedule.Wall.Compare)
		walls = slices.Compact(walls)
		table = append(table, schedule.Schedule{Start: walls[0], Zone: zone, Length: length, Extra: walls[1:]})
	}
	slices.SortFunc(table, func(a, b schedule.Schedule) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Length, b.Length))
	})
	return table
}
