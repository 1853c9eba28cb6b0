package reminders

import (
	"context"
	"testing"
	"time"
)

// noted gives an eve at noon of the day before, on which Ada, who comes too, wrote
// to those who come.
func noted(t *testing.T, at time.Duration) (e eve) {
	t.Helper()
	e = newEve(t)
	e.set(e.starts.Add(at))
	e.exec(`UPDATE members SET remind_day_before = false, zone = 'Europe/London'`)
	ada := e.member("ada@example.org")
	e.exec(`UPDATE members SET name = 'Ada', remind_day_before = false, tell_newcomers = false WHERE id = $1`, ada)
	e.exec(`INSERT INTO memberships (group_id, member_id, role, joined_at) VALUES ($1, $2, 'organizer', $4), ($1, $3, 'member', $4)`,
		e.group, ada, e.robin, e.time())
	e.comes(e.meetingID, ada, e.time())
	note := e.id(`INSERT INTO notes (group_id, meeting_id, day, words, written_by)
		VALUES ($1, $2, '2026-09-07', E'We begin with soup.\nBring a bowl.', $3) RETURNING id`, e.group, e.meetingID, ada)
	told, err := PostNote(context.Background(), e.db, e.time(), note)
	e.must(err)
	if told != 1 {
		t.Errorf("%d are told, want 1", told)
	}
	return e
}

func TestANoteReachesThoseWhoCome(t *testing.T) {
	t.Parallel()
	e := noted(t, -31*time.Hour)
	e.run(Report{Sent: 1})
	e.run(Report{})
	got := e.received(1)[0]
	id := e.id(`SELECT id FROM mails`)
	contains(t, got.Subject, "A word from Hill Street Chorus: Tuesday 8 September, 19:00 to 21:00")
	contains(t, got.Text, "Ada writes to everyone who comes:\n\nWe begin with soup.\nBring a bowl.", "Hill Street Hall",
		base+"/groups/hill-street-chorus/2026-09-08", base+"/answer/"+signer.Sign("answer", id), base+"/settings/"+signer.Sign("settings", e.robin))
	contains(t, got.Header.Get("List-Unsubscribe"), base+"/unsubscribe/note/"+signer.Sign("unsubscribe note", e.robin))
	contains(t, got.Header.Get("References"), "meeting-"+e.messageID(e.meetingID)+"@")
	answer, err := e.ResolveAnswer(context.Background(), id)
	e.must(err)
	if answer.MeetingID != e.meetingID || answer.MemberID != e.robin {
		t.Errorf("its button asks about %+v", answer)
	}
}

func TestANoteWaitsForTheMorning(t *testing.T) {
	t.Parallel()
	e := noted(t, -20*time.Hour) // 23:00
	e.run(Report{})
	e.set(e.starts.Add(-11 * time.Hour)) // 8:00
	e.run(Report{Sent: 1})
}

func TestANoteDoesNotWaitBeyondItsMeeting(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`UPDATE meetings SET starts_at = '2026-09-08T08:30:00Z', ends_at = '2026-09-08T09:30:00Z'`) // 9:30
	e.exec(`UPDATE members SET remind_day_before = false`)
	e.set(time.Date(2026, 9, 7, 22, 0, 0, 0, time.UTC))
	note := e.id(`INSERT INTO notes (group_id, meeting_id, day, words) VALUES ($1, $2, '2026-09-07', 'The side door.') RETURNING id`, e.group, e.meetingID)
	_, err := PostNote(context.Background(), e.db, e.time(), note)
	e.must(err)
	e.run(Report{Sent: 1})
	contains(t, e.received(1)[0].Text, "An organizer writes to everyone who comes:")
}

func TestWhenANoteIsOfNoUseAnyMore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ change, answer string }{
		"called off":    {`UPDATE meetings SET status = 'called_off'`, "called off"},
		"has begun":     {`UPDATE meetings SET starts_at = starts_at - interval '31 hours'`, "too late"},
		"place is back": {`UPDATE places SET coming = false`, "not coming"},
		"group removed": {`UPDATE groups SET state = 'removed'`, "the group has gone"},
		"switched off":  {`UPDATE members SET tell_notes = false`, "mails of this kind are switched off"},
		"muted":         {`UPDATE memberships SET muted = true`, "mails of this kind are switched off"},
		"note is gone":  {`DELETE FROM notes`, "what it was about is gone"},
		"refused":       {`INSERT INTO refusals SELECT email, 3, '550', now() FROM members`, "its address was refused three times running"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := noted(t, -31*time.Hour)
			e.exec(c.change)
			e.run(Report{Dropped: 1})
			e.wantState(e.id(`SELECT id FROM mails`), "dropped", c.answer)
		})
	}
}
