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

// Override is what became of one date of a schedule: it begins at another time,
// is somewhere else, or is called off. One for a date that the schedule does not
// give counts for nothing.
type Override struct {
	Original Wall          // the date as scheduled (RECURRENCE-ID)
	Start    Wall          // when it begins instead; none: it is called off
	Length   time.Duration // how long it is then, exact
	Where    string        // another place this once; empty: the usual one
	Why      string        // empty: nobody said
}

// Schedule is when a group meets: a start, a rule that repeats it, and what
// differs from the rule. A nil Zone is UTC.
type Schedule struct {
	Start     Wall // DTSTART; it counts only if the rule gives it
	Zone      *time.Location
	Length    time.Duration // of each meeting, exact
	Rule      Rule          // zero: Start alone
	Except    []Wall        // EXDATE: never, also if listed in Extra
	Extra     []Wall        // RDATE
	Overrides []Override    // of dates of the rule and extra ones alike
	Breaks    []Break       // drop all of those
}

// Date is one time that a schedule gives.
type Date struct {
	Wall       Wall      // as scheduled; known by it as RECURRENCE-ID
	Start, End time.Time // as it really is, in the schedule's zone
	Override   *Override // nil: as scheduled
}

// CalledOff tells whether nobody meets then after all.
func (d Date) CalledOff() bool { return d.Override != nil && d.Override.Start.IsZero() }

// Between gives the dates that start in [from, to), ordered, at most MaxDates;
// called-off ones are among them.
func (s Schedule) Between(from, to time.Time) []Date { return s.dates(from, to, MaxDates) }

// nextYears is how far Next looks: far enough for every fourth 29 February.
const nextYears = 20

// Next gives the first date that starts after a moment and is not called off;
// false if there is none within twenty years of it or of the schedule's start.
func (s Schedule) Next(after time.Time) (Date, bool) {
	from := after.Add(time.Nanosecond)
	base := from
	if start := s.Start.Instant(s.Zone); start.After(base) {
		base = start
	}
	dates := s.dates(from, base.AddDate(nextYears, 0, 0), 1+len(s.Overrides))
	if i := slices.IndexFunc(dates, func(d Date) bool { return !d.CalledOff() }); i >= 0 {
		return dates[i], true
	}
	return Date{}, false
}

// Date gives the date that was scheduled for a wall time, as it really is; false
// if the schedule has none then.
func (s Schedule) Date(original Wall) (Date, bool) {
	start := original.Instant(s.Zone)
	switch {
	case s.Start.IsZero() || s.dropped(original):
		return Date{}, false
	case !slices.Contains(s.Extra, original) && !s.rules(original, start):
		return Date{}, false
	}
	if i := slices.IndexFunc(s.Overrides, func(o Override) bool { return o.Original == original }); i >= 0 {
		return s.overridden(&s.Overrides[i]), true
	}
	return Date{Wall: original, Start: start, End: start.Add(s.Length)}, true
}

// rules tells whether the rule, or Start alone, gives a wall time.
func (s Schedule) rules(w Wall, start time.Time) bool {
	for given := range s.ruled(w, w) {
		return given == w && !s.Rule.until.passed(w, start)
	}
	return false
}

// overridden is the date that an override makes. One that is called off stays
// where it was.
func (s Schedule) overridden(o *Override) Date {
	begins, length := o.Start, o.Length
	if begins.IsZero() {
		begins, length = o.Original, s.Length
	}
	start := begins.Instant(s.Zone)
	return Date{o.Original, start, start.Add(length), o}
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
	different := s.different()
	take := func(w Wall, start time.Time) {
		if !start.Before(from) && start.Before(to) && !different[w] && !s.dropped(w) {
			dates = append(dates, Date{Wall: w, Start: start, End: start.Add(s.Length)})
		}
	}
	for w := range s.ruled(clamp(from.UTC().Add(-margin)), clamp(to.UTC().Add(margin))) {
		start := reader.instant(w)
		if len(dates) == most || !start.Before(to) || s.Rule.until.passed(w, start) {
			break
		}
		take(w, start)
	}
	if len(s.Extra)+len(s.Overrides) == 0 {
		return dates
	}
	for _, w := range s.Extra {
		take(w, reader.instant(w))
	}
	for w := range different {
		if date, given := s.Date(w); given && !date.Start.Before(from) && date.Start.Before(to) {
			dates = append(dates, date)
		}
	}
	dates = inOrder(dates)
	return dates[:min(len(dates), most)]
}

// different are the dates that have an override.
func (s Schedule) different() map[Wall]bool {
	if len(s.Overrides) == 0 {
		return nil
	}
	walls := make(map[Wall]bool, len(s.Overrides))
	for _, o := range s.Overrides {
		walls[o.Original] = true
	}
	return walls
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
