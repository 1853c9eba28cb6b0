package calendar

import (
	"context"
	"slices"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/words"
)

// Found is what there is in a calendar: something to follow, and what is not held.
type Found struct {
	Choices []Choice
	Skipped []Skip // what cannot be read, or seems not to be meant for newcomers
}

// Choice is something in a calendar that a group can follow.
type Choice struct {
	Series string // its base UID; empty: all dates of the calendar
	Name   string
	Words  string   // when it meets, as the timetable says it; may be empty
	Next   []string // its next dates, at most three
}

// Look reads a calendar and tells what a group can follow there: all its dates,
// or one of the things in it that happen again and again. fault.Invalid or
// fault.Unavailable with one sentence if there is nothing.
func (f *Follower) Look(ctx context.Context, group groups.Group, address string) (found Found, err error) {
	leave, err := f.enter(ctx)
	if err != nil {
		return found, err
	}
	defer leave()
	got, err := f.fetch.Fetch(ctx, address, "", "")
	if err != nil {
		return found, err
	}
	for _, whole := range []bool{true, false} {
		feed, err := f.parse(ctx, group, got, whole)
		if err != nil {
			return found, err
		}
		for _, s := range feed.Series {
			if c, coming := f.choice(s); coming && (whole || s.UID != "") {
				found.Choices = append(found.Choices, c)
			}
		}
		if whole {
			found.Skipped = slices.DeleteFunc(feed.Skipped, func(s Skip) bool { return !s.Reason.worthTelling() })
		}
	}
	if len(found.Choices) == 0 {
		return found, refuse("This calendar can be read, but it has no date to come.")
	}
	if len(found.Choices) == 2 && slices.Equal(found.Choices[0].Next, found.Choices[1].Next) { // there is nothing else in it
		found.Choices = found.Choices[:1]
	}
	return found, nil
}

// enter waits until few others read a calendar for somebody who waits: each takes
// memory, and most of the time only waits for its server. leave makes place for the
// next.
func (f *Follower) enter(ctx context.Context) (leave func(), err error) {
	return queue(ctx, f.reading)
}

// queue waits for a place, and gives it back by leave.
func queue(ctx context.Context, places chan struct{}) (leave func(), err error) {
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, busy(ctx)
	}
}

// busy says to somebody whose time is over that others came first.
func busy(ctx context.Context) error {
	return fault.Because(ctx.Err(), fault.Unavailable, "Many calendars are being read at the moment. Please try again in a minute.")
}

// choice shows a series; false if it has no date to come.
func (f *Follower) choice(s Series) (c Choice, coming bool) {
	c = Choice{Series: s.UID, Name: s.Name, Words: s.Timetable.Words(words.English)}
	for _, date := range s.Timetable.Between(f.now(), f.now().AddDate(1, 0, 0)) {
		if !date.CalledOff() && len(c.Next) < 3 {
			c.Next = append(c.Next, words.English.Moment(date.Start))
		}
	}
	return c, len(c.Next) > 0
}
