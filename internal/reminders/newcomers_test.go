package reminders

import (
	"testing"
	"time"
)

// newHall gives an eve with an organizer, who comes too; Robin comes for the first time.
func newHall(t *testing.T) (e eve, ada int64) {
	t.Helper()
	e = newEve(t)
	ada = e.member("ada@example.org")
	e.exec(`UPDATE members SET remind_day_before = false`)
	e.exec(`INSERT INTO memberships (group_id, member_id, role, joined_at) VALUES ($1, $2, 'organizer', $3)`, e.group, ada, e.time())
	e.comes(e.meetingID, ada, e.time().Add(-time.Hour))
	e.exec(`UPDATE places SET friends = 1 WHERE member_id = $1`, e.robin)
	return e, ada
}

func TestOrganizersHearOfNewFaces(t *testing.T) {
	t.Parallel()
	e, ada := newHall(t)
	e.set(e.time().Add(-time.Second))
	e.run(Report{})
	e.set(e.time().Add(time.Second)) // 18:00 the day before
	e.run(Report{Planned: 1, Sent: 1})
	e.run(Report{})
	got := e.received(1)[0]
	if got.To != "ada@example.org" {
		t.Errorf("it went to %s", got.To)
	}
	contains(t, got.Subject, "Somebody new: Hill Street Chorus, Tuesday 8 September, 19:00 to 21:00")
	contains(t, got.Text, "Robin comes to Hill Street Chorus for the first time", "3 people come in all",
		"The side door", base+"/edit/hill-street-chorus/2026-09-08", base+"/settings/"+signer.Sign("settings", ada))
	contains(t, got.Header.Get("List-Unsubscribe"), base+"/unsubscribe/new-face/"+signer.Sign("unsubscribe new-face", ada))
}

func TestNewcomerWhoSaysYesLateIsStillAnnounced(t *testing.T) {
	t.Parallel()
	e, _ := newHall(t)
	e.exec(`UPDATE places SET coming = false WHERE member_id = $1`, e.robin)
	e.run(Report{})
	e.set(e.starts.Add(-3 * time.Hour))
	e.comes(e.meetingID, e.robin, e.time())
	e.run(Report{Planned: 1, Sent: 1})
}

func TestWhenThereIsNothingToTellOrganizers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change string
		sent   Report // if it happens after planning
	}{
		"has been there": {`INSERT INTO meetings (group_id, key, original, starts_at, ends_at, status)
			SELECT group_id, 'old', '2026-09-01 19:00', starts_at - interval '7 days', ends_at - interval '7 days', 'held' FROM meetings;
			INSERT INTO places SELECT m.id, p.member_id, true, 0, now() FROM meetings m, places p WHERE m.key = 'old'`, Report{Dropped: 1}},
		"not this time":         {`UPDATE places SET coming = false`, Report{Dropped: 1}},
		"called off":            {`UPDATE meetings SET status = 'called_off'`, Report{Dropped: 1}},
		"group removed":         {`UPDATE groups SET state = 'removed'`, Report{Dropped: 1}},
		"switched off":          {`UPDATE members SET tell_newcomers = false`, Report{Dropped: 1}},
		"muted":                 {`UPDATE memberships SET muted = true`, Report{Dropped: 1}},
		"not an organizer":      {`UPDATE memberships SET role = 'member'`, Report{Dropped: 1}},
		"meeting moved to next": {`UPDATE meetings SET starts_at = starts_at + interval '7 days', ends_at = ends_at + interval '7 days'`, Report{Postponed: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, _ := newHall(t)
			before.exec(c.change)
			before.run(Report{})

			after, _ := newHall(t)
			if n, err := after.planAll(t.Context(), make(chan struct{}, 1)); err != nil || n != 1 {
				t.Fatalf("planned %d, %v", n, err)
			}
			after.exec(c.change)
			after.drained(c.sent)
		})
	}
}
