package reminders

import (
	"context"
	"testing"
	"time"
)

// newWeek gives a world at noon of a Sunday, with one member of a group in London
// that meets on the Tuesday after, who chose to be told.
func newWeek(t *testing.T, home string) (e eve) {
	t.Helper()
	now := time.Date(2026, 9, 6, 12, 0, 0, 0, time.UTC)
	e = eve{world: newWorld(t, now), starts: time.Date(2026, 9, 8, 18, 0, 0, 0, time.UTC)}
	e.group = e.world.group("Europe/London", true)
	e.meetingID = e.world.meeting(e.group, e.starts, "on")
	e.robin = e.member("robin@example.org")
	e.exec(`UPDATE members SET tell_week = true, remind_day_before = false, zone = $1`, home)
	e.exec(`INSERT INTO memberships (group_id, member_id, role, joined_at) VALUES ($1, $2, 'member', $3)`, e.group, e.robin, now)
	return e
}

func TestWeekAheadComesOnSundayEveningAtHome(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ home, starts, due, closes string }{
		"at home":         {"Europe/London", "2026-09-08T18:00:00Z", "2026-09-06T17:00:00Z", "2026-09-07T08:00:00Z"},
		"not known yet":   {"UTC", "2026-09-08T18:00:00Z", "2026-09-06T17:00:00Z", "2026-09-07T08:00:00Z"}, // joined in London
		"far in the east": {"Pacific/Kiritimati", "2026-09-08T18:00:00Z", "2026-09-06T04:00:00Z", "2026-09-06T19:00:00Z"},
		"far in the west": {"Pacific/Pago_Pago", "2026-09-08T18:00:00Z", "2026-09-07T05:00:00Z", "2026-09-07T20:00:00Z"},
		"clocks back":     {"Europe/London", "2026-10-27T19:00:00Z", "2026-10-25T18:00:00Z", "2026-10-26T09:00:00Z"},
		"clocks forward":  {"Europe/London", "2026-03-31T18:00:00Z", "2026-03-29T17:00:00Z", "2026-03-30T08:00:00Z"},
		"no midnight":     {"America/Santiago", "2026-09-08T18:00:00Z", "2026-09-06T21:00:00Z", "2026-09-07T12:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newWeek(t, c.home)
			if c.home == "UTC" {
				e.exec(`DELETE FROM memberships`)
				e.comes(e.meetingID, e.robin, e.time())
			}
			e.exec(`UPDATE meetings SET starts_at = $1, ends_at = $1`, instant(t, c.starts))
			e.set(instant(t, c.due).Add(-time.Second))
			e.run(Report{})
			e.set(instant(t, c.due))
			e.run(Report{Planned: 1, Sent: 1})
			e.set(instant(t, c.closes).Add(-time.Second))
			e.run(Report{})

			e.exec(`DELETE FROM mails`) // as if the server had been away all the time
			e.run(Report{Planned: 1, Sent: 1})
			e.exec(`DELETE FROM mails`)
			e.set(instant(t, c.closes))
			e.run(Report{})
		})
	}
}

func TestWeekAheadIsSilentByNight(t *testing.T) {
	t.Parallel()
	e := newWeek(t, "Europe/London")
	e.set(time.Date(2026, 9, 6, 22, 0, 0, 0, time.UTC)) // 23:00, after a long repair
	e.run(Report{Planned: 1})
	e.set(time.Date(2026, 9, 7, 7, 0, 0, 0, time.UTC))
	e.run(Report{Sent: 1})
}

func TestWeekAheadListsWhereOneBelongs(t *testing.T) {
	t.Parallel()
	e := newWeek(t, "Europe/London")
	e.exec(`UPDATE members SET language = 'de'`)
	e.comes(e.meetingID, e.robin, e.time())
	day := 24 * time.Hour
	e.exec(`UPDATE meetings SET ends_at = starts_at WHERE id = $1`, e.world.meeting(e.group, e.starts.Add(day), "called_off"))
	declined := e.world.meeting(e.group, e.starts.Add(2*day), "moved")
	e.comes(declined, e.robin, e.time())
	e.exec(`UPDATE places SET coming = false WHERE meeting_id = $1`, declined)
	e.world.meeting(e.group, e.starts.Add(4*day), "expected")
	e.world.meeting(e.group, e.starts.Add(-2*day), "on") // this evening
	e.world.meeting(e.group, e.starts.Add(6*day), "on")  // the Monday after
	other := e.id(`
		INSERT INTO groups (slug, name, claimed, lat, lon, zone, created_at, updated_at)
		VALUES ('go', 'Go', true, 35, 139, 'Asia/Tokyo', $1, $1) RETURNING id`, e.time())
	e.world.meeting(other, e.starts, "on") // of others

	e.set(time.Date(2026, 9, 6, 17, 0, 0, 0, time.UTC))
	e.run(Report{Planned: 1, Sent: 1})
	got := e.received(1)[0]
	contains(t, got.Subject, "Deine Woche ab Montag, 7. September")
	contains(t, got.Text, "Hallo Robin,",
		"Dienstag, 8. September, 19:00 bis 21:00 Uhr\nHill Street Chorus\nHill Street Hall\nEin Platz ist für dich reserviert.\n"+base+"/groups/hill-street-chorus/2026-09-08",
		"Mittwoch, 9. September, 19:00 Uhr\nHill Street Chorus\nHill Street Hall\nAbgesagt.",
		"Diesmal verlegt. Diesmal kommst du nicht.", "Samstag, 12. September, 19:00 bis 21:00 Uhr\nHill Street Chorus\nHill Street Hall\nVoraussichtlich",
		base+"/mine", base+"/settings/"+signer.Sign("settings", e.robin))
	lacks(t, got.Text, "6. September", "14. September", "Go")
	contains(t, got.Header.Get("List-Unsubscribe"), base+"/unsubscribe/week-ahead/"+signer.Sign("unsubscribe week-ahead", e.robin))
}

func TestWhenThereIsNoWeekAhead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change string
		answer string // if it happens after planning
	}{
		"not chosen":    {`UPDATE members SET tell_week = false`, "mails of this kind are switched off"},
		"called off":    {`UPDATE meetings SET status = 'called_off'`, "no meeting in this week"},
		"group removed": {`UPDATE groups SET state = 'removed'`, "no meeting in this week"},
		"muted":         {`UPDATE memberships SET muted = true`, "no meeting in this week"},
		"left":          {`DELETE FROM memberships`, "no meeting in this week"},
		"moved away":    {`UPDATE meetings SET starts_at = starts_at + interval '7 days', ends_at = ends_at + interval '7 days'`, "no meeting in this week"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sunday := time.Date(2026, 9, 6, 17, 0, 0, 0, time.UTC)
			before := newWeek(t, "Europe/London")
			before.set(sunday)
			before.exec(c.change)
			before.run(Report{})

			after := newWeek(t, "Europe/London")
			after.set(sunday)
			if n, err := after.planWeeks(context.Background()); err != nil || n != 1 {
				t.Fatalf("planned %d, %v", n, err)
			}
			after.exec(c.change)
			after.run(Report{Dropped: 1})
			after.wantState(after.id(`SELECT id FROM mails`), "dropped", c.answer)
		})
	}
}

// Whoever waits for a sign-in link does not wait for everybody's week.
func TestWhatSomebodyWaitsForGoesBeforeTheWeek(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.exec(`INSERT INTO mails (kind, member_id, about, due_at, closes_at)
		SELECT 'week-ahead', $1, jsonb_build_object('week', n::text), $2, $2 FROM generate_series(1, $3::int) n`, d.robin, d.time().Add(-time.Hour), 2*batch)
	d.must(Post(context.Background(), d.db, d.time(), Mail{Kind: "sign-in", Email: "kim@example.org", About: About{Link: d.link}}))
	claimed, err := d.Service.claim(context.Background(), batch)
	d.must(err)
	first := false
	for _, m := range claimed {
		first = first || m.Kind == "sign-in"
	}
	if !first {
		t.Error("the sign-in link waits behind others")
	}
}
