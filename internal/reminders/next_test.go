package reminders

import (
	"testing"
	"time"
)

// What is promised is what the plan then does.
func TestNextReminderIsTheOneThatComes(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`UPDATE members SET remind_hours_before = true, remind_hours = 3`)
	next := func() time.Time {
		t.Helper()
		at, err := e.NextReminder(t.Context(), e.robin, e.meetingID)
		e.must(err)
		return at
	}
	e.set(e.time().Add(-time.Hour))
	for range 2 {
		at := next()
		e.set(at.Add(-time.Second))
		e.run(Report{})
		e.set(at)
		e.run(Report{Planned: 1, Sent: 1})
	}
	if at := next(); !at.IsZero() {
		t.Errorf("after both the next is promised for %v", at)
	}
	e.exec(`UPDATE meetings SET starts_at = starts_at + interval '7 days', ends_at = ends_at + interval '7 days'`)
	if at := next(); !at.IsZero() {
		t.Errorf("of a meeting that moved on after both the next is promised for %v", at)
	}
	e.exec(`DELETE FROM mails`)
	if at := next(); at.IsZero() {
		t.Error("none is promised")
	}
	e.exec(callOff)
	if at := next(); !at.IsZero() {
		t.Errorf("of a meeting called off the next is promised for %v", at)
	}
}
