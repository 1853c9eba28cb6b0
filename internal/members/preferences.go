package members

import (
	"context"

	"regulars/internal/fault"
	"regulars/internal/place"
	"regulars/internal/words"
)

// Preferences say which mails a member gets unasked. The zero value is none.
type Preferences struct {
	RemindDayBefore   bool `db:"remind_day_before"`   // once, the day before a meeting
	RemindAt          int  `db:"remind_at"`           // o'clock in the group's zone, EarliestHour to LatestHour
	RemindHoursBefore bool `db:"remind_hours_before"` // and again shortly before
	RemindHours       int  `db:"remind_hours"`        // hours before the start, 1 to MostHours
	TellNewcomers     bool `db:"tell_newcomers"`      // who comes for the first time to a group they organize
	TellChanges       bool `db:"tell_changes"`        // when a meeting with a place is moved or called off
	TellNotes         bool `db:"tell_notes"`          // what organizers write to those who come
	TellWeek          bool `db:"tell_week"`           // the week ahead, on Sunday evening
}

// Bounds of the hours in Preferences.
const (
	EarliestHour = 8
	LatestHour   = 20
	MostHours    = 6
)

const preferences = `m.remind_day_before, m.remind_at, m.remind_hours_before, m.remind_hours, m.tell_changes, m.tell_newcomers,
	m.tell_notes, m.tell_week`

// switches are the columns that turn kinds of mails off.
var switches = map[string]string{
	"reminder":        "remind_day_before",
	"reminder-soon":   "remind_hours_before",
	"meeting-changed": "tell_changes",
	"now-claimed":     "tell_changes",
	"new-face":        "tell_newcomers",
	"note":            "tell_notes",
	"week-ahead":      "tell_week",
}

// SetPreferences says which mails the member wants. fault.Invalid on the fields
// "at" and "hours" if they are out of bounds.
func (s *Store) SetPreferences(ctx context.Context, id int64, p Preferences) (err error) {
	defer fault.Wrap(&err, "set preferences of member %d", id)
	var wrong fault.Fields
	if p.RemindAt < EarliestHour || p.RemindAt > LatestHour {
		wrong.Add("at", "Please choose an hour from %d:00 to %d:00.", EarliestHour, LatestHour)
	}
	if p.RemindHours < 1 || p.RemindHours > MostHours {
		wrong.Add("hours", "Please choose 1 to %d hours.", MostHours)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return s.change(ctx, `
		UPDATE members SET remind_day_before = $2, remind_at = $3, remind_hours_before = $4,
			remind_hours = $5, tell_changes = $6, tell_newcomers = $7, tell_notes = $8, tell_week = $9
		WHERE id = $1`,
		id, p.RemindDayBefore, p.RemindAt, p.RemindHoursBefore, p.RemindHours, p.TellChanges, p.TellNewcomers,
		p.TellNotes, p.TellWeek)
}

// Unsubscribe turns one kind of mail off, by the name of its letter; doing so
// twice is no failure. fault.NotFound if there is no such kind or member.
func (s *Store) Unsubscribe(ctx context.Context, id int64, kind string) (err error) {
	defer fault.Wrap(&err, "unsubscribe member %d from %s", id, kind)
	column, known := switches[kind]
	if !known {
		return fault.New(fault.NotFound, "There is no such kind of mail. Please open the link again from the mail.")
	}
	return s.change(ctx, `UPDATE members SET `+column+` = false WHERE id = $1`, id)
}

// StopEverything turns off every mail that the member does not ask for.
func (s *Store) StopEverything(ctx context.Context, id int64) (err error) {
	defer fault.Wrap(&err, "stop mails to member %d", id)
	return s.change(ctx, `
		UPDATE members SET remind_day_before = false, remind_hours_before = false, tell_changes = false,
			tell_newcomers = false, tell_notes = false, tell_week = false
		WHERE id = $1`, id)
}

// SetZone says in which zone, an IANA name, the member lives. fault.Invalid on
// the field "zone" if it is not known.
func (s *Store) SetZone(ctx context.Context, id int64, zone string) (err error) {
	defer fault.Wrap(&err, "set zone of member %d", id)
	if _, err := place.Zone(zone); err != nil {
		var wrong fault.Fields
		wrong.Add("zone", "We do not know the time zone “%s”. One is written like Europe/London.", zone)
		return wrong.Err()
	}
	return s.change(ctx, `UPDATE members SET zone = $2 WHERE id = $1`, id, zone)
}

// SetLanguage says in which language, a tag of package words, the member is
// written to. fault.Invalid on the field "language" if it is none of them.
func (s *Store) SetLanguage(ctx context.Context, id int64, tag string) (err error) {
	defer fault.Wrap(&err, "set language of member %d", id)
	if words.For(tag).Tag() != tag {
		var wrong fault.Fields
		wrong.Add("language", "We do not write mails in that language yet. Please choose one of these.")
		return wrong.Err()
	}
	return s.change(ctx, `UPDATE members SET language = $2 WHERE id = $1`, id, tag)
}
