// Package schedule knows when a group meets: a recurrence rule in the local
// time of its zone, with dates left out, dates added and breaks; and what a
// person would call it.
//
// Everything here is pure: no input, no output, no clock. Names follow RFC 5545.
package schedule

import (
	"database/sql/driver"
	"fmt"
	"time"

	"regulars/internal/fault"
)

// Wall is a date and time as a clock on some wall shows it, to the second and
// without a zone ("floating" in RFC 5545). Walls are comparable with ==; the
// zero Wall is none.
type Wall struct {
	t time.Time // as if in UTC
}

// NewWall makes a Wall; values outside their ranges are carried over, as
// time.Date does.
func NewWall(year int, month time.Month, day, hour, minute int) Wall {
	return Wall{time.Date(year, month, day, hour, minute, 0, 0, time.UTC)}
}

// ParseWall reads "2006-01-02T15:04" or "2006-01-02T15:04:05", as forms send
// it; fault.Invalid otherwise.
func ParseWall(s string) (Wall, error) {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return Wall{t.Truncate(time.Second)}, nil
		}
	}
	return Wall{}, fault.New(fault.Invalid, "Give a date and a time, for example 2026-09-08T19:00.")
}

// WallOf gives what a clock in the zone shows at t; a nil zone is UTC.
func WallOf(t time.Time, zone *time.Location) Wall {
	if zone == nil {
		zone = time.UTC
	}
	_, offset := t.In(zone).Zone()
	return Wall{t.UTC().Add(time.Duration(offset) * time.Second).Truncate(time.Second)}
}

// Instant gives the moment at which a clock in the zone shows w; a nil zone is
// UTC. A time that the clock shows twice is the first of the two. A time that
// it skips is read with the offset before the gap, and so comes out later by
// the clock: 02:30 becomes 03:30.
//
// That is RFC 5545 section 3.3.5. Section 3.3.10 would have recurrences ignore
// times that do not exist, but a meeting must not vanish because of a clock
// change. time.Date may not be used: it promises neither of the two answers.
func (w Wall) Instant(zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	_, before := w.t.Add(-36 * time.Hour).In(zone).Zone()
	_, after := w.t.Add(36 * time.Hour).In(zone).Zone()
	for _, offset := range [...]int{before, after} {
		at := w.t.Add(-time.Duration(offset) * time.Second).In(zone)
		if _, real := at.Zone(); real == offset {
			return at
		}
	}
	return w.t.Add(-time.Duration(before) * time.Second).In(zone)
}

// IsZero reports whether w is none.
func (w Wall) IsZero() bool { return w.t.IsZero() }

// Compare gives -1, 0 or 1: w is before, the same as or after v.
func (w Wall) Compare(v Wall) int { return w.t.Compare(v.t) }

// Before reports whether w is before v.
func (w Wall) Before(v Wall) bool { return w.t.Before(v.t) }

// After reports whether w is after v.
func (w Wall) After(v Wall) bool { return w.t.After(v.t) }

// Add gives the Wall d later by the calendar, as if no clock ever changed.
func (w Wall) Add(d time.Duration) Wall { return Wall{w.t.Add(d).Truncate(time.Second)} }

// Sub gives how much later than v w is by the calendar.
func (w Wall) Sub(v Wall) time.Duration { return w.t.Sub(v.t) }

// AddDate gives the Wall that many years, months and days later; days that do
// not exist are carried over, as time.Time.AddDate does.
func (w Wall) AddDate(years, months, days int) Wall { return Wall{w.t.AddDate(years, months, days)} }

// Weekday gives the day of the week.
func (w Wall) Weekday() time.Weekday { return w.t.Weekday() }

// Date gives year, month and day.
func (w Wall) Date() (year int, month time.Month, day int) { return w.t.Date() }

// Clock gives hour, minute and second.
func (w Wall) Clock() (hour, minute, second int) { return w.t.Clock() }

// Midnight gives the beginning of w's day.
func (w Wall) Midnight() Wall {
	year, month, day := w.Date()
	return NewWall(year, month, day, 0, 0)
}

// MinuteOfDay gives the minutes since midnight, 0 to 1439.
func (w Wall) MinuteOfDay() int {
	hour, minute, _ := w.Clock()
	return hour*60 + minute
}

// Format writes w in a layout of package time.
func (w Wall) Format(layout string) string { return w.t.Format(layout) }

// String gives "2006-01-02T15:04", with seconds where there are any, as
// ParseWall reads it; "" for none.
func (w Wall) String() string {
	switch {
	case w.IsZero():
		return ""
	case w.t.Second() != 0:
		return w.Format("2006-01-02T15:04:05")
	}
	return w.Format("2006-01-02T15:04")
}

// Value gives what Postgres stores in a timestamp without time zone; none is null.
func (w Wall) Value() (driver.Value, error) {
	if w.IsZero() {
		return nil, nil
	}
	return w.Format("2006-01-02 15:04:05"), nil
}

// Scan takes a timestamp without time zone, or a date, as the driver gives it:
// a time.Time in a zone of offset 0. Null is none.
func (w *Wall) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*w = Wall{}
	case time.Time:
		if _, offset := v.Zone(); offset != 0 {
			return fmt.Errorf("a wall time cannot be read from %v, which has a zone", v)
		}
		*w = Wall{v.UTC().Truncate(time.Second)}
	default:
		return fmt.Errorf("a wall time cannot be read from %T", value)
	}
	return nil
}
