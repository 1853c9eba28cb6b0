// Package meetings owns when a group meets and who comes: timetables, dated
// meetings, places at them, standing places, and the pulse that held meetings
// make. Its upper neighbour is groups, whose capacity and zone it obeys.
package meetings

import (
	"time"

	"regulars/internal/fault"
	"regulars/internal/schedule"
	"regulars/internal/words"
)

// Status says how certain a meeting is.
type Status string

// The states of a meeting.
const (
	Expected  Status = "expected" // from a public calendar, nobody confirmed it
	On        Status = "on"
	Moved     Status = "moved" // to another time or venue, this once
	CalledOff Status = "called_off"
	Held      Status = "held" // an organizer said that it took place
)

// MostFriends is how many friends one person may bring.
const MostFriends = 5

// Meeting is one dated gathering of a group.
type Meeting struct {
	ID       int64         `db:"id"`
	GroupID  int64         `db:"group_id"`
	Key      string        `db:"key"`      // in addresses, for good: the local date it was made for, "-2" for the second of a day
	Original schedule.Wall `db:"original"` // as scheduled by now, RFC 5545's RECURRENCE-ID
	Starts   time.Time     `db:"starts_at"`
	Ends     time.Time     `db:"ends_at"`
	Status   Status        `db:"status"`
	Reason   string        `db:"reason"` // why it was moved or called off
	Venue    string        `db:"venue"`  // another place this once; empty: the group's
	Note     string        `db:"note"`   // what the organizers say about this date; shown, never mailed
	Came     *int          `db:"came"`   // how many were there; nil: not said

	// ByTimetable says that it was called off or moved since the timetable has it
	// so, or does not have the date any more, and not by somebody here.
	ByTimetable bool `db:"by_timetable"`

	Going     int   `db:"going"`      // people with a place, their friends included
	Mine      *bool `db:"mine"`       // the asking member: coming, not this time, or nil: nothing said
	MyFriends int   `db:"my_friends"` // whom the asking member brings
}

// Coming tells whether the asking member has a place.
func (m Meeting) Coming() bool { return m.Mine != nil && *m.Mine }

// NotThisTime tells whether the asking member said so.
func (m Meeting) NotThisTime() bool { return m.Mine != nil && !*m.Mine }

// Started tells whether the meeting has begun.
func (m Meeting) Started(now time.Time) bool { return !now.Before(m.Starts) }

// WillBe tells whether the meeting is still to come and not called off.
func (m Meeting) WillBe(now time.Time) bool {
	return !m.Started(now) && m.Status != CalledOff
}

// Left is how many places are left; -1 means no limit.
func (m Meeting) Left(capacity int) int {
	if capacity == 0 {
		return -1
	}
	return max(capacity-m.Going, 0)
}

// Attend is the rule of taking a place for one person and some friends, where
// others hold `taken` places of `capacity` (0: no limit). fault.Conflict with
// the reason if it cannot be.
func (m Meeting) Attend(now time.Time, friends, taken, capacity int) error {
	switch {
	case friends < 0 || friends > MostFriends:
		return fault.New(fault.Invalid, "You can bring up to %d friends.", MostFriends)
	case m.Status == Expected:
		return fault.New(fault.Conflict, "Nobody answers for this group here yet, so places cannot be kept. You can save it and be reminded.")
	case m.Started(now):
		return fault.New(fault.Conflict, "This meeting has already begun.")
	case m.Status == CalledOff:
		return fault.New(fault.Conflict, "This meeting was called off.")
	case capacity == 0 || taken+1+friends <= capacity:
		return nil
	case taken >= capacity:
		return fault.New(fault.Conflict, "This meeting is full. Places come free when somebody cannot come; please look again later, or take the next date.")
	default:
		return fault.New(fault.Conflict, "Only %s left, too few for you and your friends.", places(capacity-taken))
	}
}

// Decline is the rule of giving a place back: until the start.
func (m Meeting) Decline(now time.Time) error {
	if m.Started(now) {
		return fault.New(fault.Conflict, "This meeting has already begun, so there is nothing to change any more.")
	}
	return nil
}

// CallOff is the rule of calling one date off. One that is over can be called
// off too: it did not take place.
func (m Meeting) CallOff() error {
	if m.Status == CalledOff {
		return fault.New(fault.Conflict, "This meeting was called off already.")
	}
	return nil
}

// PutOn is the rule of having one date as the schedule has it again, which is to
// start then. What was called off or held and is over may be corrected; what is
// to come cannot be put into the past, and what the timetable does not have any
// more would fall again.
func (m Meeting) PutOn(now, starts time.Time, scheduled bool) error {
	if m.ByTimetable && !scheduled && !m.Started(now) {
		return fault.New(fault.Conflict, "This date fell away with a break, or because the group meets at other times now. Please change that instead.")
	}
	if !m.Started(now) && !starts.After(now) {
		return fault.New(fault.Conflict, "The time that it was scheduled for has passed. Please move it to a time to come.")
	}
	return nil
}

// farthestMove is how far ahead a single date can be moved.
const farthestMove = 366 * 24 * time.Hour

// Move is the rule of moving one date to another time.
func (m Meeting) Move(now, to time.Time) error {
	switch {
	case m.Started(now):
		return fault.New(fault.Conflict, "This meeting has already begun, so it cannot be moved any more.")
	case m.Status == CalledOff:
		return fault.New(fault.Conflict, "This meeting was called off. Please put it on again first.")
	case !to.After(now):
		return fault.New(fault.Invalid, "The new time has passed already.")
	case to.After(now.Add(farthestMove)):
		return fault.New(fault.Invalid, "The new time is more than a year away.")
	}
	return nil
}

// Hold is the rule of saying that a meeting took place: once it has begun.
func (m Meeting) Hold(now time.Time, came *int) error {
	switch {
	case !m.Started(now):
		return fault.New(fault.Conflict, "This meeting has not begun yet.")
	case came != nil && (*came < 0 || *came > 100_000):
		return fault.New(fault.Invalid, "How many came has to be a number from 0 on.")
	}
	return nil
}

func places(n int) string {
	switch n {
	case 0:
		return "no places are"
	case 1:
		return "one place is"
	}
	return words.English.Number(n) + " places are"
}
