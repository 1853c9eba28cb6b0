package reminders

import (
	"context"
	"strings"
	"testing"
	"time"

	"regulars/internal/meetings"
)

// changes does something to the eve's meeting and posts what Robin has to hear of
// it, as Tell would.
func (e eve) changes(query string, args ...any) (told bool) {
	e.t.Helper()
	was := e.changed()
	e.exec(query, args...)
	now := e.changed()
	now.Was, now.WasOff, now.WasVenue = was.Meeting.Starts, was.Meeting.Status == meetings.CalledOff, was.Meeting.Venue
	told, err := PostChange(context.Background(), e.db, e.time(), e.robin, now)
	e.must(err)
	return told
}

// changed is the eve's meeting as it stands.
func (e eve) changed() (c meetings.Changed) {
	e.t.Helper()
	e.must(e.db.Get(context.Background(), &c.Meeting, `SELECT id, starts_at, status, venue FROM meetings WHERE id = $1`, e.meetingID))
	return c
}

const (
	moveTo  = `UPDATE meetings SET status = 'moved', starts_at = $1, ends_at = $1::timestamptz + interval '2 hours'`
	callOff = `UPDATE meetings SET status = 'called_off'`
	putOn   = `UPDATE meetings SET status = 'on'`
)

// newNight is an eve at 22:00, six days before the meeting; news waits for 8:00.
func newNight(t *testing.T) (e eve, morning time.Time) {
	t.Helper()
	e = newEve(t)
	e.exec(`UPDATE members SET remind_day_before = false`)
	e.exec(`UPDATE places SET said_at = $1`, e.starts.Add(-30*24*time.Hour))
	e.set(e.starts.Add(-6*24*time.Hour + 3*time.Hour))
	return e, e.starts.Add(-6*24*time.Hour + 13*time.Hour)
}

// What changes and changes back before anybody has heard of it is nobody's news.
func TestChangesThatCancelOut(t *testing.T) {
	t.Parallel()
	for name, undo := range map[string]func(e eve) (told bool){
		"moved and back": func(e eve) bool {
			e.changes(moveTo, e.starts.Add(time.Hour))
			return e.changes(moveTo, e.starts)
		},
		"off and on": func(e eve) bool {
			e.changes(callOff)
			return e.changes(putOn)
		},
		"elsewhere and back": func(e eve) bool {
			e.changes(`UPDATE meetings SET venue = 'The library'`)
			return e.changes(`UPDATE meetings SET venue = ''`)
		},
		"by a long way": func(e eve) bool {
			e.changes(callOff)
			e.changes(putOn)
			e.changes(moveTo, e.starts.Add(24*time.Hour))
			e.changes(moveTo, e.starts.Add(48*time.Hour))
			e.changes(callOff)
			return e.changes(moveTo, e.starts)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, morning := newNight(t)
			if undo(e) {
				t.Error("there is something to tell")
			}
			e.set(morning)
			e.run(Report{})
		})
	}
}

// What has been told is taken back by a mail of its own.
func TestChangeBackIsToldToWhoHeardOfTheChange(t *testing.T) {
	t.Parallel()
	e, morning := newNight(t)
	e.changes(callOff)
	e.set(morning)
	e.run(Report{Sent: 1})
	if !e.changes(putOn) {
		t.Error("there is nothing to tell")
	}
	e.run(Report{Sent: 1})
	contains(t, e.received(2)[1].Subject, "It takes place: Hill Street Chorus")
}

// Whoever says yes between two changes knows the first already, so the second is
// news, though it brings back what was; also to one who had a place before.
func TestWhoSaysYesBetweenTwoChangesHearsOfTheSecond(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]bool{"newly": false, "again": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, morning := newNight(t)
			if !before {
				e.exec(`DELETE FROM places`)
			}
			e.changes(moveTo, e.starts.Add(time.Hour))
			e.set(e.time().Add(time.Minute))
			e.exec(`UPDATE places SET coming = false`)
			e.comes(e.meetingID, e.robin, e.time())
			e.set(e.time().Add(time.Minute))
			e.changes(moveTo, e.starts)
			e.set(morning)
			e.run(Report{Sent: 1})
			contains(t, e.received(1)[0].Text, "Tuesday 8 September, 19:00 to 21:00", "It was: Tuesday 8 September, 20:00")
		})
	}
}

// Of a whole timetable that moves and in part moves back, what is left is told.
func TestOnlySomeChangesCancelOut(t *testing.T) {
	t.Parallel()
	e, morning := newNight(t)
	var dates []meetings.Changed
	for week := range 4 {
		c := e.changed()
		if week > 0 {
			c.Meeting.Starts = e.starts.AddDate(0, 0, 7*week)
			c.Meeting.ID = e.meeting(e.group, c.Meeting.Starts, "on")
			e.comes(c.Meeting.ID, e.robin, e.time().Add(-time.Hour))
		}
		dates = append(dates, c)
	}
	shift := func(by time.Duration, some []meetings.Changed) {
		t.Helper()
		for i := range some {
			some[i].Was = some[i].Meeting.Starts
			some[i].Meeting.Starts = some[i].Was.Add(by)
			e.exec(`UPDATE meetings SET starts_at = $2, ends_at = $2 WHERE id = $1`, some[i].Meeting.ID, some[i].Meeting.Starts)
		}
		_, err := PostChange(context.Background(), e.db, e.time(), e.robin, some...)
		e.must(err)
	}
	shift(time.Hour, dates)
	shift(-time.Hour, dates[:2])
	e.set(morning)
	e.run(Report{Sent: 1})
	got := e.received(1)[0]
	contains(t, got.Text, "Tuesday 22 September, 20:00", "It was: Tuesday 22 September, 19:00", "One later date of yours has changed too")
	contains(t, got.Calendar, "20260922T200000")
}

// A second change before the first is told makes one mail of both: what was
// first, and what is now.
func TestSecondChangeReplacesTheFirst(t *testing.T) {
	t.Parallel()
	e, morning := newNight(t)
	for day := range 2 {
		e.changes(moveTo, e.starts.AddDate(0, 0, day+1))
	}
	e.set(morning)
	e.run(Report{Sent: 1})
	contains(t, e.received(1)[0].Text, "Thursday 10 September, 19:00", "It was: Tuesday 8 September, 19:00")

	e.changes(`UPDATE meetings SET venue = 'The library'`)
	e.run(Report{Sent: 1}) // what has left is told anew

	e.exec(`UPDATE members SET remind_day_before = true`)
	e.set(e.starts.Add(47 * time.Hour))
	e.run(Report{Planned: 1, Sent: 1})
	threads := map[string]int{}
	for _, m := range e.received(3) {
		threads[m.Header.Get("References")]++
	}
	if len(threads) != 1 || threads[""] != 0 {
		t.Errorf("mails about one meeting stand in threads %v", threads)
	}
}

// Of a date that falls since the group meets at other times, one hears which is the next,
// and that no place is kept at it; unless one has said something about that one already.
func TestOtherTimesAskForAYes(t *testing.T) {
	t.Parallel()
	e, morning := newNight(t)
	next := e.world.meeting(e.group, e.starts.Add(72*time.Hour), "on")
	e.exec(`UPDATE meetings SET key = key || '-2' WHERE id = $1`, next)
	fall := func() {
		e.changes(`UPDATE meetings SET status = 'called_off', by_timetable = true, reason = $1 WHERE id = $2`, meetings.OtherTimes, e.meetingID)
	}
	fall()
	e.set(morning)
	e.run(Report{Sent: 1})
	contains(t, e.received(1)[0].Text, "The next meeting now is Friday 11 September, 19:00", "No place is kept for you there yet")

	e.exec(`UPDATE meetings SET status = 'on', reason = '' WHERE id = $1`, e.meetingID)
	e.comes(next, e.robin, e.time())
	fall()
	e.run(Report{Sent: 1})
	if text := e.received(2)[1].Text; strings.Contains(text, "No place is kept") {
		t.Errorf("asked once more:\n%s", text)
	}
}
