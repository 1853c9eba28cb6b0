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

// greets lets somebody say yes for the first time.
func (e eve) greets(name string) {
	e.t.Helper()
	member := e.member(name + "@example.org")
	e.exec(`UPDATE members SET name = $2, remind_day_before = false WHERE id = $1`, member, name)
	e.comes(e.meetingID, member, e.time())
}

// later lets a time pass in which nothing is due until its end.
func (e eve) later(d time.Duration, then Report) {
	e.t.Helper()
	e.set(e.time().Add(d - time.Second))
	e.run(Report{})
	e.set(e.time().Add(time.Second))
	e.run(then)
}

// Whoever is new after the mail about newcomers is told of too, those of an hour
// together, and those of a night in the morning.
func TestEachNewcomerIsAnnounced(t *testing.T) {
	t.Parallel()
	e, _ := newHall(t)
	e.run(Report{Planned: 1, Sent: 1}) // of Robin
	e.later(10*time.Minute, Report{})
	e.greets("Bea")
	e.run(Report{})
	e.later(10*time.Minute, Report{})
	e.greets("Cyd")
	e.later(40*time.Minute, Report{Planned: 1, Sent: 1}) // 19:00
	e.later(3*time.Hour, Report{})
	e.greets("Dan")
	e.later(10*time.Hour, Report{Planned: 1, Sent: 1}) // 8:00
	e.later(3*time.Hour, Report{})
	e.greets("Eve")
	e.run(Report{Planned: 1, Sent: 1})
	e.set(e.starts.Add(-30 * time.Minute))
	e.run(Report{})

	got, ids := e.received(4), map[string]bool{}
	for i, names := range [][]string{{"Robin"}, {"Robin", "Bea", "Cyd"}, {"Robin", "Bea", "Cyd", "Dan"}, {"Eve"}} {
		contains(t, got[i].Text, names...)
		ids[got[i].Header.Get("Message-Id")] = true
	}
	if len(ids) != len(got) {
		t.Errorf("%d mails have %d Message-IDs: mailboxes show one of those that have the same", len(got), len(ids))
	}
}

// A mail that told of nobody does not count.
func TestNewcomerAfterOneWhoWithdrewIsAnnounced(t *testing.T) {
	t.Parallel()
	e, _ := newHall(t)
	id := e.planned()
	e.exec(`UPDATE places SET coming = false WHERE member_id = $1`, e.robin)
	e.run(Report{Dropped: 1})
	e.wantState(id, "dropped", "nobody comes for the first time any more")
	e.set(e.time().Add(time.Minute))
	e.run(Report{})
	e.greets("Bea")
	e.run(Report{Planned: 1, Sent: 1})
	contains(t, e.received(1)[0].Text, "Bea comes to Hill Street Chorus for the first time")
}

// Of whom organizers have been told they are not told again because somebody else
// came and went.
func TestNobodyIsAnnouncedTwice(t *testing.T) {
	t.Parallel()
	e, _ := newHall(t)
	e.run(Report{Planned: 1, Sent: 1})
	e.set(e.time().Add(2 * time.Hour))
	e.greets("Bea")
	e.exec(`UPDATE places p SET coming = false FROM members m WHERE m.id = p.member_id AND m.name = 'Bea'`)
	e.run(Report{})
	e.greets("Cyd")
	e.planned()
	e.exec(`UPDATE places p SET coming = false FROM members m WHERE m.id = p.member_id AND m.name = 'Cyd'`)
	e.run(Report{Dropped: 1})
	e.exec(`UPDATE places SET friends = 2`) // planning looks again
	e.run(Report{})
	e.received(1)
}

// By night nobody is told, unless the morning would be too late.
func TestNewcomersByNight(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		starts time.Duration // after 22:00
		leaves time.Duration
	}{
		"in time":            {15 * time.Hour, 10 * time.Hour},
		"early in the day":   {11 * time.Hour, 0},
		"just late enough":   {12*time.Hour + time.Minute, 10 * time.Hour},
		"before the morning": {9 * time.Hour, 0},
		"under way by 8:00":  {10 * time.Hour, 0},
		"two hours after it": {12 * time.Hour, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, _ := newHall(t)
			e.exec(`UPDATE places SET coming = false WHERE member_id = $1`, e.robin)
			e.set(e.time().Add(4 * time.Hour))
			e.exec(`UPDATE meetings SET starts_at = $1, ends_at = $1`, e.time().Add(c.starts))
			e.greets("Bea")
			if c.leaves > 0 {
				e.later(c.leaves, Report{Planned: 1, Sent: 1})
				return
			}
			e.run(Report{Planned: 1, Sent: 1})
		})
	}
}

// A refused address is not tried again at each look.
func TestNewcomersAreNotPlannedForARefusedAddress(t *testing.T) {
	t.Parallel()
	e, _ := newHall(t)
	e.exec(`INSERT INTO refusals (email, times, answer, last_at) VALUES ('ada@example.org', $1, '550', now())`, enough)
	e.run(Report{})
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
