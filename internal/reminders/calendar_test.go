package reminders

import (
	"context"
	"testing"
	"time"
)

// uid names the meeting of an eve in calendars.
const uid = "UID:group-1-20260908T190000@regulars.example\r\n"

func TestReminderBringsItsMeetingForTheCalendar(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.run(Report{Planned: 1, Sent: 1})
	contains(t, e.received(1)[0].Calendar, "METHOD:PUBLISH\r\n", "DTSTART;TZID=Europe/London:20260908T190000\r\n",
		"DTEND;TZID=Europe/London:20260908T210000\r\n", "SUMMARY:Hill Street Chorus\r\n", "STATUS:CONFIRMED\r\n", "SEQUENCE:0\r\n", uid)
}

func TestChangeBringsItsMeetingAsItIsNow(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	sent := 0
	news := func(change string) string {
		t.Helper()
		d.changes(change)
		d.run(Report{Sent: 1})
		sent++
		return d.received(sent)[sent-1].Calendar
	}
	contains(t, news(`UPDATE meetings SET status = 'moved', starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day'`),
		"DTSTART;TZID=Europe/London:20260909T190000\r\n", "SEQUENCE:1\r\n", uid)
	contains(t, news(callOff), "STATUS:CANCELLED\r\n", "SEQUENCE:2\r\n", uid)
	contains(t, news(putOn), "STATUS:CONFIRMED\r\n", "SEQUENCE:3\r\n", uid)
	contains(t, news(`UPDATE groups SET state = 'removed'; `+callOff), "STATUS:CANCELLED\r\n", uid)
}

func TestWelcomeBringsItsMeetingAndANewFaceNone(t *testing.T) {
	t.Parallel()
	e := welcomed(t, 23*time.Hour)
	ada := e.member("ada@example.org")
	e.exec(`INSERT INTO memberships (group_id, member_id, role, joined_at) VALUES ($1, $2, 'organizer', $3)`, e.group, ada, e.time())
	e.run(Report{Planned: 1, Sent: 2})
	for _, got := range e.received(2) {
		if got.To == "ada@example.org" {
			lacks(t, string(got.Raw), "text/calendar")
			continue
		}
		contains(t, got.Calendar, uid)
	}
}

// As with all else, what was read for a whole batch counts for a moment only.
func TestSlowBatchReadsTheCalendarAnew(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.planned()
	held, err := e.claim(context.Background(), batch)
	e.must(err)
	e.must(e.prefetch(context.Background(), held))
	e.exec(`UPDATE meetings SET venue = 'The library'`)
	for _, c := range []struct {
		later time.Duration
		want  string
	}{{0, "LOCATION:Hill Street Hall"}, {2 * time.Second, "LOCATION:The library"}} {
		e.set(e.time().Add(c.later))
		file, err := e.calendar(context.Background(), held[0])
		e.must(err)
		contains(t, string(file), c.want)
	}
}

func TestMailsGoWithoutACalendarWhereNoneIsMade(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.Calendars = nil
	e.run(Report{Planned: 1, Sent: 1})
	lacks(t, string(e.received(1)[0].Raw), "text/calendar")
}
