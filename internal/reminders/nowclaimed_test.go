package reminders

import (
	"context"
	"testing"
	"time"
)

// claimedListing gives an eve with a group that Robin saved and that Ada answers for
// since this moment.
func claimedListing(t *testing.T, at time.Time) eve {
	t.Helper()
	e := newEve(t)
	e.set(at)
	ada := e.member("ada@example.org")
	e.exec(`DELETE FROM places`)
	e.exec(`INSERT INTO memberships (group_id, member_id, role, joined_at) VALUES ($1, $2, 'member', $4), ($1, $3, 'organizer', $4)`,
		e.group, e.robin, ada, e.time())
	e.must(PostClaimed(context.Background(), e.db, e.time(), e.group))
	return e
}

func TestThoseWhoSavedAListingHearThatSomebodyAnswersForIt(t *testing.T) {
	t.Parallel()
	e := claimedListing(t, time.Date(2026, 9, 6, 22, 0, 0, 0, time.UTC)) // 23:00
	e.run(Report{})
	e.set(time.Date(2026, 9, 7, 7, 0, 0, 0, time.UTC))
	e.run(Report{Sent: 1})
	e.run(Report{})
	got := e.received(1)[0]
	contains(t, got.Subject, "Hill Street Chorus: somebody answers for it now")
	contains(t, got.Text, "Tuesday 8 September, 19:00 to 21:00\nHill Street Hall", base+"/groups/hill-street-chorus\n", "keep a place")
	contains(t, got.Header.Get("List-Unsubscribe"), base+"/unsubscribe/now-claimed/"+signer.Sign("unsubscribe now-claimed", e.robin))
}

func TestAClaimedListingWithoutADateIsToldAllTheSame(t *testing.T) {
	t.Parallel()
	e := claimedListing(t, time.Date(2026, 9, 7, 12, 0, 0, 0, time.UTC))
	e.exec(`DELETE FROM meetings`)
	e.run(Report{Sent: 1})
	lacks(t, e.received(1)[0].Text, "The next one", "Hill Street Hall")
}

func TestWhoDoesNotHearOfAClaim(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"left meanwhile": `DELETE FROM memberships WHERE role = 'member'`,
		"switched off":   `UPDATE members SET tell_changes = false`,
		"muted":          `UPDATE memberships SET muted = true`,
		"group removed":  `UPDATE groups SET state = 'removed'`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := claimedListing(t, time.Date(2026, 9, 7, 12, 0, 0, 0, time.UTC))
			e.exec(change)
			e.run(Report{Dropped: 1})
		})
	}
}
