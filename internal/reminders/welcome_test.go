package reminders

import (
	"context"
	"testing"
	"time"
)

// welcomed gives an eve some time before the meeting, with a welcome for Robin, who
// takes a place at that moment.
func welcomed(t *testing.T, before time.Duration) eve {
	t.Helper()
	e := newEve(t)
	e.set(e.starts.Add(-before))
	e.exec(`DELETE FROM places`)
	e.comes(e.meetingID, e.robin, e.time())
	e.exec(`UPDATE groups SET first_minutes = 'We warm up together.', bring = 'Water', town = 'Bath, England', cost = 'A tin goes round'`)
	e.must(Post(context.Background(), e.db, e.time(), Mail{Kind: "welcome", Member: e.robin, About: About{Meeting: e.meetingID}}))
	return e
}

func TestWelcomeSaysWhatTheFirstVisitIsLike(t *testing.T) {
	t.Parallel()
	e := welcomed(t, 100*time.Hour)
	e.set(e.starts.Add(-90 * time.Hour)) // 1:00 by night, at once all the same
	e.run(Report{Sent: 1})
	got := e.received(1)[0]
	id := e.id(`SELECT id FROM mails`)
	contains(t, got.Subject, "You are coming: Hill Street Chorus, Tuesday 8 September, 19:00 to 21:00")
	contains(t, got.Text, "Hello Robin,", "Hill Street Hall", "4 Hill Street, Bath, England", "A tin goes round", "Bus 6", "The side door", "the red scarf",
		"We warm up together.", "Water", "We remind you on Monday 7 September, 18:00.",
		base+"/answer/"+signer.Sign("answer", id), base+"/settings/"+signer.Sign("settings", e.robin))
	if got.Header.Get("List-Unsubscribe") != "" {
		t.Error("it offers to turn off what comes once")
	}
	if answer, err := e.ResolveAnswer(context.Background(), id); err != nil || answer.MeetingID != e.meetingID {
		t.Errorf("its button asks about %+v, %v", answer, err)
	}
	e.set(e.starts.Add(-25 * time.Hour))
	e.run(Report{Planned: 1, Sent: 1}) // the reminder it spoke of
	contains(t, e.received(2)[1].Text, "4 Hill Street, Bath, England", "Cost: A tin goes round")
	contains(t, e.received(2)[1].Header.Get("References"), got.Header.Get("References"))
}

// Who comes every time is told so, as long as that holds.
func TestWelcomeSaysHowOftenTheyCome(t *testing.T) {
	t.Parallel()
	for stands, said := range map[bool]string{true: "You come every Monday from now on. A place is kept for you.", false: "\n\nA place is kept for you."} {
		e := welcomed(t, 100*time.Hour)
		e.exec(`UPDATE mails SET about = about || '{"habit": "every Monday"}'`)
		if stands {
			e.exec(`INSERT INTO standing_places (group_id, member_id, friends, since) SELECT g.id, b.id, 0, $1
				FROM groups g, members b WHERE b.id = $2`, e.time(), e.robin)
		}
		e.run(Report{Sent: 1})
		contains(t, e.received(1)[0].Text, said)
	}
}

// A town that the address names already is not said twice, and another venue has none.
func TestStreetAndTown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		m             meeting
		street, where string
	}{
		{meeting{Venue: "The Hall", Address: "1 York Street", Town: "Bath, England"}, "1 York Street, Bath, England", "The Hall, Bath, England"},
		{meeting{Venue: "The Hall", Address: "York Street, Bath, England", Town: "Bath, England"}, "York Street, Bath, England", "The Hall, Bath, England"},
		{meeting{Town: "Bath, England"}, "Bath, England", "Bath, England"},
		{meeting{Venue: "The Pub"}, "", "The Pub"},
	} {
		if c.m.street() != c.street || c.m.where() != c.where {
			t.Errorf("%+v is at %q and %q", c.m, c.m.street(), c.m.where())
		}
	}
}

// Whoever takes a first place hears about it once within three hours: by a welcome,
// or by the reminder that would follow it.
func TestWelcomeNeverDoublesTheReminder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before time.Duration
		change string
		then   Report
	}{
		"just before the reminder":  {26 * time.Hour, ``, Report{Dropped: 1}},
		"three hours before":        {28 * time.Hour, ``, Report{Sent: 1}},
		"after it":                  {20 * time.Hour, ``, Report{Sent: 1}},
		"no reminder wanted":        {26 * time.Hour, `UPDATE members SET remind_day_before = false`, Report{Sent: 1}},
		"before the second":         {4 * time.Hour, `UPDATE members SET remind_hours_before = true`, Report{Dropped: 1}},
		"between second and start":  {time.Hour, `UPDATE members SET remind_hours_before = true`, Report{Sent: 1}},
		"all mails are off":         {100 * time.Hour, `UPDATE members SET remind_day_before = false, tell_changes = false, tell_newcomers = false, tell_notes = false`, Report{Dropped: 1}},
		"place given back at once":  {100 * time.Hour, `UPDATE places SET coming = false`, Report{Dropped: 1}},
		"called off meanwhile":      {100 * time.Hour, `UPDATE meetings SET status = 'called_off'`, Report{Dropped: 1}},
		"the meeting has begun now": {0, ``, Report{Dropped: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := welcomed(t, c.before)
			if c.change != "" {
				e.exec(c.change)
			}
			e.run(c.then)
		})
	}
}
