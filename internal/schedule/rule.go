package schedule

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// frequency is the period a rule counts in. Shorter ones than a day are refused.
type frequency int

const (
	once frequency = iota
	daily
	weekly
	monthly
	yearly
)

var frequencyNames = [...]string{once: "", daily: "DAILY", weekly: "WEEKLY", monthly: "MONTHLY", yearly: "YEARLY"}

// nthDay is one value of BYDAY: a weekday, or the nth of that weekday in the
// month or year; n counts from the end when negative and is 0 for every one.
type nthDay struct {
	n   int
	day time.Weekday
}

// Rule is a validated recurrence rule (RFC 5545, RRULE). The zero Rule is a
// single date.
type Rule struct {
	freq      frequency
	interval  int
	count     int   // 0: no limit
	until     until // zero: no limit
	months    []int
	yearDays  []int
	monthDays []int
	days      []nthDay
	setPos    []int
	weekStart time.Weekday
}

// until is the end of a rule, inclusive.
type until struct {
	wall Wall
	form untilForm
}

type untilForm int

const (
	untilDate  untilForm = iota // the whole of that day
	untilLocal                  // that wall time
	untilUTC                    // that instant, as most calendars write it
)

var untilLayouts = [...]string{untilDate: "20060102", untilLocal: "20060102T150405", untilUTC: "20060102T150405Z"}

// Weekly is the rule of meeting every so many weeks on some weekdays; every
// below 1 is read as 1, no weekday as that of the start.
func Weekly(every int, days ...time.Weekday) Rule {
	r := Rule{freq: weekly, interval: max(every, 1), weekStart: time.Monday}
	for _, day := range days {
		r.days = append(r.days, nthDay{day: day})
	}
	return r.tidied()
}

// MonthlyByWeekday is the rule of "first and third Saturday": nth counts 1 to 5,
// or from the end of the month with -1 to -5; others are dropped.
func MonthlyByWeekday(nth []int, day time.Weekday) Rule {
	r := Rule{freq: monthly, interval: 1, weekStart: time.Monday}
	for _, n := range nth {
		if n >= -5 && n <= 5 && n != 0 {
			r.days = append(r.days, nthDay{n, day})
		}
	}
	return r.tidied()
}

// MonthlyByDay is the rule of a day of the month: 1 to 31, more is 31, and
// less than 1 the last. A month that lacks the day has no meeting.
func MonthlyByDay(day int) Rule {
	if day < 1 {
		day = -1
	}
	return Rule{freq: monthly, interval: 1, monthDays: []int{min(day, 31)}, weekStart: time.Monday}
}

// IsZero reports whether r is a single date.
func (r Rule) IsZero() bool { return r.freq == once }

// Ends reports whether r has a last date (COUNT or UNTIL), as has a single one.
func (r Rule) Ends() bool {
	return r.freq == once || r.count > 0 || !r.until.wall.IsZero()
}

// String gives the canonical text without "RRULE:"; "" for a single date.
// ParseRule reads it back.
func (r Rule) String() string {
	if r.freq == once {
		return ""
	}
	var b strings.Builder
	b.WriteString("FREQ=" + frequencyNames[r.freq])
	part := func(name, value string) {
		if value != "" {
			b.WriteString(";" + name + "=" + value)
		}
	}
	if r.interval > 1 {
		part("INTERVAL", strconv.Itoa(r.interval))
	}
	if r.count > 0 {
		part("COUNT", strconv.Itoa(r.count))
	}
	if !r.until.wall.IsZero() {
		part("UNTIL", r.until.wall.Format(untilLayouts[r.until.form]))
	}
	part("BYMONTH", joinInts(r.months))
	part("BYYEARDAY", joinInts(r.yearDays))
	part("BYMONTHDAY", joinInts(r.monthDays))
	part("BYDAY", joinDays(r.days))
	part("BYSETPOS", joinInts(r.setPos))
	if r.weekStart != time.Monday {
		part("WKST", dayCodes[r.weekStart])
	}
	return b.String()
}

// InZone gives the same rule for starts in a zone, with its end as an instant, as
// RFC 5545 wants UNTIL written there; a nil zone is UTC.
func (r Rule) InZone(zone *time.Location) Rule {
	last := r.until.wall
	switch {
	case last.IsZero() || r.until.form == untilUTC:
		return r
	case r.until.form == untilDate:
		last = last.AddDate(0, 0, 1).Add(-time.Second)
	}
	r.until = until{WallOf(last.Instant(zone), time.UTC), untilUTC}
	return r
}

var dayCodes = [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

func joinInts(values []int) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = strconv.Itoa(v)
	}
	return strings.Join(texts, ",")
}

func joinDays(days []nthDay) string {
	texts := make([]string, len(days))
	for i, d := range days {
		if d.n != 0 {
			texts[i] = strconv.Itoa(d.n)
		}
		texts[i] += dayCodes[d.day]
	}
	return strings.Join(texts, ",")
}

// tidied sorts the lists and drops repeats, so that rules that mean the same
// mostly read the same.
func (r Rule) tidied() Rule {
	for _, list := range []*[]int{&r.months, &r.yearDays, &r.monthDays, &r.setPos} {
		slices.SortFunc(*list, comparePlaces)
		*list = slices.Compact(*list)
	}
	slices.SortFunc(r.days, func(a, b nthDay) int {
		if a.n != b.n {
			return comparePlaces(a.n, b.n)
		}
		return mondayFirst(a.day) - mondayFirst(b.day)
	})
	r.days = slices.Compact(r.days)
	return r
}

// comparePlaces orders places in a period as people say them: from the
// beginning, then those counted from the end.
func comparePlaces(a, b int) int {
	if (a < 0) != (b < 0) {
		return b - a
	}
	return a - b
}

// mondayFirst numbers the weekdays from Monday, 0 to 6.
func mondayFirst(day time.Weekday) int { return (int(day) + 6) % 7 }
