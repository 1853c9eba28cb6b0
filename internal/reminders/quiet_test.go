package reminders

import (
	"context"
	"testing"
	"time"
)

// Nobody is written to by night, by their own clock: what would be due then
// comes at 20:30 the evening before.
func TestNoReminderComesByNight(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ home, starts, day, soon string }{
		"at home":           {"Europe/London", "2026-09-08T18:00:00Z", "2026-09-07T17:00:00Z", "2026-09-08T16:00:00Z"},
		"early in the day":  {"Europe/London", "2026-09-08T08:00:00Z", "2026-09-07T17:00:00Z", "2026-09-07T19:30:00Z"}, // 07:00 is too early
		"at eight sharp":    {"Europe/London", "2026-09-08T09:00:00Z", "2026-09-07T17:00:00Z", "2026-09-08T07:00:00Z"},
		"far in the east":   {"Asia/Tokyo", "2026-09-08T18:00:00Z", "2026-09-07T11:30:00Z", "2026-09-08T11:30:00Z"}, // 02:00 and 01:00 there
		"not known yet":     {"UTC", "2026-09-08T18:00:00Z", "2026-09-07T17:00:00Z", "2026-09-08T16:00:00Z"},
		"clocks going back": {"Europe/London", "2026-10-25T09:00:00Z", "2026-10-24T17:00:00Z", "2026-10-24T19:30:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			day, soon := instant(t, c.day), instant(t, c.soon)
			w := newWorld(t, day.Add(-time.Second))
			group, robin := w.group("Europe/London", true), w.member("robin@example.org")
			w.exec(`UPDATE members SET zone = $1, remind_hours_before = true`, c.home)
			w.comes(w.meeting(group, instant(t, c.starts), "on"), robin, day.Add(-time.Hour))
			for _, due := range []time.Time{day, soon} {
				w.set(due.Add(-time.Second))
				w.run(Report{})
				w.set(due)
				w.run(Report{Planned: 1, Sent: 1})
			}
			w.run(Report{})
		})
	}
}

func TestReminderComesAtTheHourChosen(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`UPDATE members SET remind_at = 8, remind_hours_before = true, remind_hours = 6`)
	e.set(e.starts.Add(-35*time.Hour - time.Second)) // 08:00 the day before
	e.run(Report{})
	e.set(e.starts.Add(-35 * time.Hour))
	e.run(Report{Planned: 1, Sent: 1})
	e.set(e.starts.Add(-6 * time.Hour))
	e.run(Report{Planned: 1, Sent: 1})
}

func TestMutedGroupIsSilent(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`INSERT INTO memberships (group_id, member_id, role, joined_at) VALUES ($1, $2, 'member', $3)`, e.group, e.robin, e.time())
	id := e.planned()
	e.exec(`UPDATE memberships SET muted = true`)
	e.changes(`UPDATE meetings SET venue = 'The library'`)
	e.run(Report{Dropped: 2})
	e.wantState(id, "dropped", "mails about this group are switched off")
	e.forget()
	e.run(Report{})
}

func TestChangesAreNotToldToWhoDoesNotWant(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`UPDATE members SET tell_changes = false, remind_day_before = false`)
	e.changes(`UPDATE meetings SET venue = 'The library'`)
	e.run(Report{Dropped: 1})
}

func TestALostCalendarIsNoNewsForTheNight(t *testing.T) {
	t.Parallel()
	e, _ := newHall(t)
	e.exec(`UPDATE members SET tell_newcomers = false`)
	e.set(time.Date(2026, 9, 6, 22, 0, 0, 0, time.UTC)) // 23:00
	e.must(WarnOfCalendar(context.Background(), e.db, e.time(), e.group, "Its server answers 404."))
	e.run(Report{})
	e.set(time.Date(2026, 9, 7, 7, 0, 0, 0, time.UTC))
	e.run(Report{Sent: 1})
	contains(t, e.received(1)[0].Text, "/settings/")
}

// The zone is that of the first group joined, and stays when others are.
func TestHomeIsWhereTheFirstGroupMeets(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	other := e.id(`
		INSERT INTO groups (slug, name, claimed, lat, lon, zone, created_at, updated_at)
		VALUES ('go', 'Go', true, 35, 139, 'Asia/Tokyo', $1, $1) RETURNING id`, e.time())
	for _, group := range []int64{e.group, other} {
		e.exec(`INSERT INTO memberships (group_id, member_id, role, joined_at) VALUES ($1, $2, 'member', $3)`, group, e.robin, e.time())
		if n := e.id(`SELECT count(*) FROM members WHERE zone = 'Europe/London'`); n != 1 {
			t.Error("the member's zone is not that of the first group joined")
		}
	}
}

// A change of a meeting next week waits for the morning; one of tomorrow morning
// does not.
func TestChangesByNight(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ at, leaves string }{
		"by day":              {"2026-09-07T17:00:00Z", "2026-09-07T17:00:00Z"},
		"by night, soon":      {"2026-09-08T06:59:00Z", "2026-09-08T06:59:00Z"}, // 07:59, the meeting is at 19:00
		"by night, in a week": {"2026-09-01T20:00:00Z", "2026-09-02T07:00:00Z"}, // 21:00
		"after midnight":      {"2026-09-01T23:30:00Z", "2026-09-02T07:00:00Z"}, // 00:30
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEve(t)
			e.exec(`UPDATE members SET remind_day_before = false`)
			e.set(instant(t, c.at))
			e.exec(`UPDATE places SET said_at = '2026-09-01'`)
			e.changes(`UPDATE meetings SET venue = 'The library'`)
			if c.at != c.leaves {
				e.run(Report{})
				e.set(instant(t, c.leaves).Add(-time.Second))
				e.run(Report{})
			}
			e.set(instant(t, c.leaves))
			e.run(Report{Sent: 1})
		})
	}
}

// News that nobody waits for comes by day, in the reader's zone or, where that is not
// known, in the zone of what it is about; and keeps for a week.
func TestNewsComesByDay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ home, leaves string }{
		"not known":     {"UTC", "2026-09-08T07:00:00Z"}, // 08:00 in London
		"it is day":     {"America/New_York", "2026-09-07T22:00:00Z"},
		"night at home": {"Asia/Tokyo", "2026-09-07T23:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.exec(`UPDATE members SET zone = $1`, c.home)
			d.set(instant(t, "2026-09-07T22:00:00Z"))
			d.must(Post(context.Background(), d.db, d.time(), Mail{
				Kind: "there-is-one", Member: d.robin, ByDay: "Europe/London", About: About{Group: d.group}}))
			if leaves := instant(t, c.leaves); leaves.After(d.time()) {
				d.set(leaves.Add(-time.Second))
				d.run(Report{})
				d.set(leaves)
			}
			if n := d.id(`SELECT count(*) FROM mails WHERE closes_at = due_at + interval '7 days'`); n != 1 {
				t.Error("it does not keep for a week")
			}
			d.run(Report{Sent: 1})
		})
	}
}
