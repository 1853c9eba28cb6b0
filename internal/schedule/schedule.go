package schedule

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"time"
)

// MaxDates is the most dates that Between gives.
const MaxDates = 2000

// Break is a time without meetings, such as a school holiday: whole days, both
// ends included. The times of day of From and Through do not matter.
type Break struct {
	From, Through Wall
	Why           string
}

// Covers reports whether w lies on a day of the break.
func (b Break) Covers(w Wall) bool {
	day := w.Midnight()
	return !day.Before(b.From.Midnight()) && !day.After(b.Through.Midnight())
}

// Schedule is when a group meets: a start, a rule that repeats it, and what
// differs from the rule. A nil Zone is UTC.
type Schedule struct {
	Start  Wall // DTSTART; it counts only if the rule gives it
	Zone   *time.Location
	Length time.Duration // of each meeting, exact
	Rule   Rule          // zero: Start alone
	Except []Wall        // EXDATE: never, also if listed in Extra
	Extra  []Wall        // RDATE
	Breaks []Break       // drop dates of the rule and extra ones alike
}

// Date is one time that a schedule gives.
type Date struct {
	Wall       Wall      // as scheduled; known by it as RECURRENCE-ID
	Start, End time.Time // in the schedule's zone
}

// Between gives the dates that start in [from, to), ordered, at most MaxDates.
func (s Schedule) Between(from, to time.Time) []Date { return s.dates(from, to, MaxDates) }

// nextYears is how far Next looks: far enough for every fourth 29 February.
const nextYears = 20

// Next gives the first date that starts after a moment; false if there is none
// within twenty years of it or of the schedule's start.
func (s Schedule) Next(after time.Time) (Date, bool) {
	from := after.Add(time.Nanosecond)
	base := from
	if start := s.Start.Instant(s.Zone); start.After(base) {
		base = start
	}
	dates := s.dates(from, base.AddDate(nextYears, 0, 0), 1)
	if len(dates) == 0 {
		return Date{}, false
	}
	return dates[0], true
}

// margin is more than any zone differs from UTC, any clock change shifts, and
// the day that a zone once skipped, together.
const margin = 48 * time.Hour

// The years that calendars can write.
var (
	firstWall = NewWall(1, time.January, 1, 0, 0)
	lastWall  = NewWall(9999, time.December, 31, 23, 59)
)

// dates gives the first dates, at most so many, that start in [from, to).
func (s Schedule) dates(from, to time.Time, most int) []Date {
	if !from.Before(to) || s.Start.IsZero() {
		return nil
	}
	var dates []Date
	reader := zoneReader{zone: s.Zone}
	take := func(w Wall, start time.Time) {
		if !start.Before(from) && start.Before(to) && !s.dropped(w) {
			dates = append(dates, Date{w, start, start.Add(s.Length)})
		}
	}
	for w := range s.ruled(clamp(from.UTC().Add(-margin)), clamp(to.UTC().Add(margin))) {
		start := reader.instant(w)
		if len(dates) == most || !start.Before(to) || s.Rule.until.passed(w, start) {
			break
		}
		take(w, start)
	}
	if len(s.Extra) > 0 {
		for _, w := range s.Extra {
			take(w, reader.instant(w))
		}
		dates = inOrder(dates)
	}
	return dates[:min(len(dates), most)]
}

// ruled gives what the rule, or Start alone, gives between two wall times.
func (s Schedule) ruled(from, to Wall) iter.Seq[Wall] {
	if s.Rule.freq == once {
		return func(yield func(Wall) bool) { yield(s.Start) }
	}
	e := expand(s.Rule, s.Start)
	return e.walls(from, to)
}

// dropped reports whether w is left out, or lies in a break.
func (s Schedule) dropped(w Wall) bool {
	return slices.Contains(s.Except, w) || slices.ContainsFunc(s.Breaks, func(b Break) bool { return b.Covers(w) })
}

// inOrder sorts by start and drops a date that came both by the rule and as an
// extra one.
func inOrder(dates []Date) []Date {
	slices.SortFunc(dates, func(a, b Date) int {
		return cmp.Or(a.Start.Compare(b.Start), a.Wall.Compare(b.Wall))
	})
	return slices.CompactFunc(dates, func(a, b Date) bool { return a.Wall == b.Wall })
}

func clamp(t time.Time) Wall {
	w := Wall{t.Truncate(time.Second)}
	switch {
	case w.Before(firstWall):
		return firstWall
	case w.After(lastWall):
		return lastWall
	}
	return w
}

// passed reports whether a date lies after the rule's end.
func (u until) passed(w Wall, start time.Time) bool {
	switch {
	case u.wall.IsZero():
		return false
	case u.form == untilDate:
		return w.Midnight().After(u.wall)
	case u.form == untilLocal:
		return w.After(u.wall)
	}
	return start.After(u.wall.t)
}

// zoneReader maps wall times to instants as Wall.Instant does, and remembers
// the stretch between two clock changes: the zone's rules for the years to come
// are slow to work out, and the next date mostly lies in the same stretch.
type zoneReader struct {
	zone       *time.Location
	from, till int64 // Unix times that are surely inside the stretch
	offset     time.Duration
}

func (z *zoneReader) instant(w Wall) time.Time {
	if at := w.t.Add(-z.offset); z.from < at.Unix() && at.Unix() < z.till {
		return at.In(z.zone)
	}
	if z.zone == nil {
		z.zone = time.UTC
	}
	at := w.Instant(z.zone)
	begin, end := at.ZoneBounds()
	_, offset := at.Zone()
	z.from, z.till, z.offset = math.MinInt64, math.MaxInt64, time.Duration(offset)*time.Second
	if !begin.IsZero() {
		z.from = begin.Add(margin).Unix()
	}
	if !end.IsZero() {
		z.till = end.Add(-margin).Unix()
	}
	return at
}
