package groups_test

import (
	"testing"
	"time"

	"regulars/internal/fault"
)

// An address that somebody typed who invites stays no longer than the invitation can be
// used, answered or not.
func TestInvitationsThatHaveRunOutAreForgotten(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.member(t, "ann")
	group := h.group(t, ann)
	for name, at := range map[string]time.Time{"old": start, "taken-back": start, "new": start.Add(time.Hour)} {
		h.now = at
		id, err := h.Invite(t.Context(), ann, group.ID, name+"@example.org", false)
		if err == nil && name == "taken-back" {
			err = h.Withdraw(t.Context(), ann, group.ID, id)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	h.now = start.Add(14 * 24 * time.Hour)
	if _, err := h.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	var kept string
	if err := h.db.Get(t.Context(), &kept, `SELECT string_agg(email, ' ') FROM invitations`); err != nil || kept != "new@example.org" {
		t.Errorf("kept are %s, %v", kept, err)
	}
}

// Who has two invitations to a group, under the old address and the new, keeps one.
func TestInvitationsMoveToAnotherAddress(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.member(t, "ann")
	both, one := h.group(t, ann), h.group(t, ann)
	for email, at := range map[string][]int64{"old@example.org": {both.ID, one.ID}, "new@example.org": {both.ID}} {
		for _, group := range at {
			if _, err := h.Invite(t.Context(), ann, group, email, false); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := h.Readdress(t.Context(), "OLD@example.org", "new@example.org"); err != nil {
		t.Fatal(err)
	}
	for _, group := range []int64{both.ID, one.ID} {
		waiting, err := h.Invitations(t.Context(), group)
		if err != nil || len(waiting) != 1 || waiting[0].Email != "new@example.org" {
			t.Errorf("waiting are %+v, %v", waiting, err)
		}
	}
	_, err := h.Invite(t.Context(), ann, one.ID, "new@example.org", false)
	want(t, err, fault.TooOften) // what went to the old address counts
}
