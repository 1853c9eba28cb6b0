package calendar

import "time"

// Reason says why something of a calendar is not held.
type Reason string

// The reasons, each the end of a sentence that begins with the event's name.
const (
	NoStart Reason = "has no start that can be read"
	Days    Reason = "lasts whole days"
	OneOff  Reason = "is a single event, not something that happens again and again"
	Seldom  Reason = "comes too seldom for people to get to know each other"
	Over    Reason = "was over long before"
	Off     Reason = "is called off altogether"
	NotOpen Reason = "looks as if it were not meant for newcomers"
	NoDate  Reason = "stands for a date that its series does not have"
	NoPlace Reason = "does not say where it is"
	TooMany Reason = "is one of more than a calendar can have"
	NoRule  Reason = "repeats by a rule that cannot be read" // Detail says why
)

// worthTelling tells whether an organizer would want to know.
func (r Reason) worthTelling() bool {
	return r == NoStart || r == NoRule || r == TooMany || r == NotOpen || r == Off
}

// unread names the first of the events that cannot be read.
func (f Feed) unread() string {
	for _, s := range f.Skipped {
		if s.Reason == NoStart || s.Reason == NoRule || s.Reason == TooMany {
			return "“" + s.Name + "” " + string(s.Reason)
		}
	}
	return "an event"
}

// Skip is an event of a calendar that is not held, and why.
type Skip struct {
	Name   string    `json:"name"`
	UID    string    `json:"uid,omitempty"`
	Starts time.Time `json:"starts,omitzero"`
	Reason Reason    `json:"reason"`
	Detail string    `json:"detail,omitempty"` // one sentence
}

// skip notes that events are not held.
func (f *Feed) skip(why Reason, events ...event) {
	for _, e := range events {
		f.skipFor(e, why, "")
	}
}

func (f *Feed) skipFor(e event, why Reason, detail string) {
	s := Skip{Name: tidyName(e.title), UID: e.uid, Reason: why, Detail: detail}
	if !e.start.isZero() {
		s.Starts = e.starts()
	}
	f.Skipped = append(f.Skipped, s)
}

// Skips counts what is not held for one of some reasons.
func (f Feed) Skips(reasons ...Reason) (n int) {
	for _, s := range f.Skipped {
		for _, why := range reasons {
			if s.Reason == why {
				n++
			}
		}
	}
	return n
}
