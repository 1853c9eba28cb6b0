package groups_test

import (
	"testing"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
)

// A database that does not answer says nothing about whoever invited.
func TestAcceptSaysOnlyWhatIsTrue(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann)
	id, err := h.Invite(t.Context(), ann, group.ID, "bob@example.org", false)
	if err != nil {
		t.Fatal(err)
	}
	accept := func(tx postgres.Conn) error {
		if _, err := tx.Exec(t.Context(), `SET LOCAL lock_timeout = '1ms'`); err != nil {
			return err
		}
		_, err := h.In(tx).Accept(t.Context(), id, bob)
		return err
	}
	err = h.db.InTx(t.Context(), func(other postgres.Conn) error {
		if _, err := h.In(other).Lock(t.Context(), group.ID); err != nil {
			return err
		}
		if err := h.db.InTx(t.Context(), accept); err == nil || fault.KindOf(err) == fault.Conflict {
			t.Errorf("while the group is locked: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Accept(t.Context(), id, bob); err != nil {
		t.Fatal(err)
	}
	id, err = h.Invite(t.Context(), bob, group.ID, "cyd@example.org", false)
	if err == nil {
		err = h.StepDown(t.Context(), group.ID, bob)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Accept(t.Context(), id, h.member(t, "cyd"))
	want(t, err, fault.Conflict) // whoever invited does not organize any more
}

// An organizer who opens the link by which they hand over does not leave the group alone.
func TestHandingOverToOneselfChangesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.member(t, "ann")
	group := h.group(t, ann)
	h.invited(t, group.ID, ann, ann, true)
	if role := h.role(t, group.ID, ann); role != groups.Organizer {
		t.Errorf("ann is %q", role)
	}
}

// What is removed can be neither joined nor claimed, and no host is asked about it.
func TestARemovedGroupIsOutOfReach(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann)
	invitation, err := h.Invite(ctx, ann, group.ID, "bob@example.org", false)
	if err != nil {
		t.Fatal(err)
	}
	listing, err := h.Import(ctx, singing(), false)
	if err != nil {
		t.Fatal(err)
	}
	withheld, err := h.Import(ctx, singing(), true)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Claim(ctx, withheld.ID, bob, "It is mine.")
	want(t, err, fault.Conflict)
	claim, err := h.Claim(ctx, listing.ID, bob, "It is mine.")
	if err != nil {
		t.Fatal(err)
	}
	var reports []int64
	for _, about := range []int64{group.ID, listing.ID, listing.ID} {
		id, err := h.Report(ctx, about, "It has ended.", "", "en")
		if err != nil {
			t.Fatal(err)
		}
		reports = append(reports, id)
	}
	if err := h.SetState(ctx, ann, group.ID, groups.Removed); err != nil {
		t.Fatal(err)
	}
	_, err = h.Invitation(ctx, invitation)
	want(t, err, fault.NotFound)
	_, _, err = h.Resolve(ctx, reports[0], true)
	want(t, err, fault.Conflict)
	if waiting, err := h.Reports(ctx); err != nil || len(waiting) != 2 {
		t.Errorf("hosts are asked about %+v, %v", waiting, err)
	}
	if _, _, err := h.Resolve(ctx, reports[1], true); err != nil {
		t.Fatal(err)
	}
	if waiting, err := h.Claims(ctx); err != nil || len(waiting) != 0 {
		t.Errorf("hosts are asked about %+v, %v", waiting, err)
	}
	_, err = h.Decide(ctx, claim, true)
	want(t, err, fault.Conflict)
}
