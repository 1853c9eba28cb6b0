package reminders

import (
	"testing"
	"time"
)

// The evening is 18:00 by the group's own clock, also when the night between
// has 23 or 25 hours.
func TestReminderIsDueAtSixInTheEvening(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, starts, due string }{
		{"Europe/London", "2026-09-08T18:00:00Z", "2026-09-07T17:00:00Z"},
		{"Europe/London", "2026-10-25T10:00:00Z", "2026-10-24T17:00:00Z"},       // clocks back in the night
		{"America/New_York", "2026-03-08T14:00:00Z", "2026-03-07T23:00:00Z"},    // clocks forward
		{"America/New_York", "2026-11-01T05:30:00Z", "2026-10-31T22:00:00Z"},    // at the first 01:30 of two
		{"Asia/Kathmandu", "2026-09-08T18:10:00Z", "2026-09-07T12:15:00Z"},      // five to midnight
		{"Asia/Kathmandu", "2026-09-08T18:15:00Z", "2026-09-08T12:15:00Z"},      // midnight: the day before is another
		{"Australia/Lord_Howe", "2026-10-04T08:00:00Z", "2026-10-03T07:30:00Z"}, // forward by half an hour
		{"America/Santiago", "2026-09-07T02:59:00Z", "2026-09-05T22:00:00Z"},    // the day without a midnight
	} {
		t.Run(c.zone+" "+c.starts, func(t *testing.T) {
			t.Parallel()
			due, starts := instant(t, c.due), instant(t, c.starts)
			w := newWorld(t, due.Add(-time.Second))
			meeting := w.meeting(w.group(c.zone, true), starts, "on")
			w.comes(meeting, w.member("robin@example.org"), due.Add(-time.Hour))
			w.run(Report{})
			w.set(due)
			w.run(Report{Planned: 1, Sent: 1})
			w.run(Report{})
		})
	}
}

func TestSecondReminderIsDueTwoHoursBefore(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`UPDATE members SET remind_hours_before = true`)
	e.run(Report{Planned: 1, Sent: 1})
	e.set(e.starts.Add(-2*time.Hour - time.Second))
	e.run(Report{})
	e.set(e.starts.Add(-2 * time.Hour))
	e.run(Report{Planned: 1, Sent: 1})
	e.run(Report{})
}

func TestMissedTicksAreMadeUpUntilTheStart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before time.Duration // of the start
		hours  bool          // the second reminder is wished for
		want   Report
	}{
		"an hour before":              {time.Hour, false, Report{Planned: 1, Sent: 1}},
		"an hour before, one of both": {time.Hour, true, Report{Planned: 1, Sent: 1}},
		"a second before":             {time.Second, false, Report{Planned: 1, Sent: 1}},
		"at the start":                {0, true, Report{}},
		"after it":                    {-time.Minute, true, Report{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEve(t)
			e.exec(`UPDATE members SET remind_hours_before = $1`, c.hours)
			e.set(e.starts.Add(-c.before))
			e.run(c.want)
			e.run(Report{})
		})
	}
}

func TestWhoIsNotReminded(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"called off":           `UPDATE meetings SET status = 'called_off'`,
		"held already":         `UPDATE meetings SET status = 'held'`,
		"not this time":        `UPDATE places SET coming = false`,
		"place taken back":     `DELETE FROM places`,
		"said yes afterwards":  `UPDATE places SET said_at = (SELECT starts_at - interval '23 hours' FROM meetings)`,
		"switched off":         `UPDATE members SET remind_day_before = false`,
		"group removed":        `UPDATE groups SET state = 'removed'`,
		"group withheld":       `UPDATE groups SET state = 'withheld'`,
		"moved to next week":   `UPDATE meetings SET status = 'moved', starts_at = starts_at + interval '7 days', ends_at = ends_at + interval '7 days'`,
		"member without place": `DELETE FROM places; INSERT INTO memberships SELECT g.id, m.id, 'member', now() FROM groups g, members m`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEve(t)
			e.exec(change)
			e.set(e.starts.Add(-3 * time.Hour))
			e.run(Report{})
		})
	}
}

func TestGroupThatPausesRemindsOfMeetingsStillOn(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`UPDATE groups SET state = 'paused'`)
	e.run(Report{Planned: 1, Sent: 1})
}

// Whoever says yes at 20:00 the day before knows; two hours before is still to
// come.
func TestSayingYesLateLeavesTheSecondReminder(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`UPDATE members SET remind_hours_before = true`)
	e.set(e.time().Add(2 * time.Hour))
	e.comes(e.meetingID, e.robin, e.time())
	e.run(Report{})
	e.set(e.starts.Add(-2 * time.Hour))
	e.run(Report{Planned: 1, Sent: 1})
}

func TestMeetingThatMovesIsRemindedOfOnceAtItsNewTime(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	move := func(by string) {
		e.exec(`UPDATE meetings SET status = 'moved', starts_at = starts_at + $1::interval, ends_at = ends_at + $1::interval`, by)
	}
	move("3 days")
	e.run(Report{})
	e.set(e.time().AddDate(0, 0, 3))
	e.run(Report{Planned: 1, Sent: 1})
	move("1 day")
	e.set(e.time().AddDate(0, 0, 1))
	e.run(Report{}) // the letter of the change has said when
}

func TestSavedListingRemindsOfExpectedMeetings(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`UPDATE groups SET claimed = false`)
	e.exec(`UPDATE meetings SET status = 'expected'`)
	e.run(Report{}) // a place counts for nothing where none can be kept
	e.exec(`INSERT INTO memberships VALUES ($1, $2, 'member', $3)`, e.group, e.robin, e.time().Add(-time.Hour))
	e.exec(`INSERT INTO origins (group_id, source, uid, fingerprint, as_of) VALUES ($1, 'a.ics', '', '', '2026-08-20Z')`, e.group)
	e.run(Report{Planned: 1, Sent: 1})
	got := e.received(1)[0]
	contains(t, got.Text, "ask", "20 August 2026", "Tuesday 8 September, 19:00 to 21:00")
	lacks(t, got.Text, "/answer/")
}

func instant(t *testing.T, rfc3339 string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
