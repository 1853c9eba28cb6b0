package calendar

import (
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
		case e.repeats():
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

// weeksBack is how far back the dates of a listing are held.
const weeksBack = int(meetings.Kept / (7 * 24 * time.Hour))

// Ended tells whether the series was long over when its calendar was made: its
// last date lies back more than three times its rhythm, and farther than dates
// are held.
func (s Series) Ended(asOf time.Time) bool {
	if s.Last.IsZero() || !s.Last.Before(asOf.AddDate(0, 0, -7*weeksBack)) {
		return false
	}
	rhythm, _ := s.Timetable.Rhythm()
	return s.Last.Before(asOf.AddDate(0, 0, -3*rhythm.Every))
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
		end := lastOf(one, from, to)
		if end.IsZero() {
			continue
		}
		one.Except, one.Extra = within(one.Except, s.Zone, from, to), within(one.Extra, s.Zone, from, to)
		slices.SortFunc(one.Overrides, func(a, b schedule.Override) int { return a.Original.Compare(b.Original) })
		one.Overrides = one.Overrides[max(len(one.Overrides)-mostExceptions, 0):]
		switch {
		case one.Rule.IsZero() || !end.Before(asOf.AddDate(0, 0, -7*weeksBack)):
			kept = append(kept, one)
		case !end.Before(overEnd):
			over, overEnd = meetings.Timetable{one}, end
		}
		s.Last = later(s.Last, end)
		goesOn = goesOn || !one.Rule.Ends() || end.After(to.AddDate(0, -2, 0))
	}
	if s.Timetable = kept; len(kept) == 0 {
		s.Timetable = over
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

// lastOf is the last date between two moments that is not called off; zero
// without one.
func lastOf(one schedule.Schedule, from, to time.Time) (last time.Time) {
	for _, date := range one.Between(from, to) {
		if !date.CalledOff() {
			last = date.Start
		}
	}
	return last
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
	open := slices.DeleteFunc(slices.Clone(events), func(e event) bool {
		closed := e.private || internal(e.summary)
		if closed {
			f.skip(NotOpen, e)
		}
		return closed
	})
	in := f.sort(open)
	if len(in.ruled)+len(in.plain) == 0 {
		return
	}
	s := Series{Name: f.Name, Zone: f.zoneOf(open[len(open)-1]), URL: f.Page}
	s.Location = usual(open, func(e event) string { return e.location })
	s.Point = usual(open, func(e event) string { return e.point })
	for _, uid := range slices.Sorted(maps.Keys(in.ruled)) {
		one := Series{Zone: s.Zone, Location: s.Location}
		f.schedules(&one, in.ruled[uid], in.changes[uid])
		s.Timetable = append(s.Timetable, one.Timetable...)
	}
	s.Timetable = append(s.Timetable, datesOf(in.plain, s.Zone)...)
	s.call(open...)
	if s.Description = prose(text(head, "X-WR-CALDESC")); s.Description == "" {
		s.describe(f.Name, open, f.AsOf)
	}
	s.tellTitles(open)
	if s.settle(f.today) {
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

// mostTitles is how many of its dates' titles a group is described by.
const mostTitles = 8

// tellTitles adds what a group calls its latest dates: often they alone say what
// it does.
func (s *Series) tellTitles(events []event) {
	var titles []string
	told := map[string]bool{nameKey(s.Name): true, "": true}
	for _, e := range slices.Backward(events) {
		key := nameKey(e.summary)
		if title := tidyName(e.summary); !told[key] && len(titles) < mostTitles && !strings.Contains(s.Description, title) {
			titles = append(titles, title)
		}
		told[key] = true
	}
	if len(titles) > 0 {
		s.Description = clip(strings.TrimSpace(s.Description+"\n\nAmong its dates: "+strings.Join(titles, "; ")+"."), maxAbout)
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
