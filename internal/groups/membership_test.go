package groups_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
)

func (h *house) role(t *testing.T, group, member int64) groups.Role {
	t.Helper()
	role, err := h.Role(context.Background(), group, member)
	if err != nil {
		t.Fatal(err)
	}
	return role
}

func TestJoinAndLeave(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann)
	for range 2 {
		if err := h.Join(ctx, group.ID, bob); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Join(ctx, group.ID, ann); err != nil || h.role(t, group.ID, ann) != groups.Organizer {
		t.Errorf("joining made the organizer %q, %v", h.role(t, group.ID, ann), err)
	}
	people, err := h.People(ctx, group.ID)
	if err != nil || len(people) != 2 || people[0].Name != "ann" || people[1].Role != groups.Member {
		t.Fatalf("got %+v, %v", people, err)
	}
	joined, err := h.Of(ctx, bob)
	if err != nil || len(joined) != 1 || joined[0].Name != "River Singers" || joined[0].Role != groups.Member {
		t.Fatalf("got %+v, %v", joined, err)
	}
	for range 2 {
		if err := h.Leave(ctx, group.ID, bob); err != nil {
			t.Fatal(err)
		}
	}
	if role := h.role(t, group.ID, bob); role != groups.None {
		t.Errorf("got %q", role)
	}
}

func TestTheLastOrganizerStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann)
	want(t, h.Leave(ctx, group.ID, ann), fault.Conflict)
	want(t, h.StepDown(ctx, group.ID, ann), fault.Conflict)
	if names, err := h.SoleOrganizer(ctx, ann); err != nil || len(names) != 1 {
		t.Errorf("got %v, %v", names, err)
	}
}

// Two organizers who leave at the same moment must not leave nobody behind.
func TestOrganizersLeavingAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann)
	h.invited(t, group.ID, ann, bob, false)
	var refused atomic.Int32
	var wg sync.WaitGroup
	for _, who := range []int64{ann, bob} {
		wg.Go(func() {
			if err := h.Leave(ctx, group.ID, who); fault.KindOf(err) == fault.Conflict {
				refused.Add(1)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if refused.Load() != 1 {
		t.Errorf("%d were refused, want one", refused.Load())
	}
}

// invited lets somebody become an organizer through an invitation.
func (h *house) invited(t *testing.T, group, by, who int64, handOver bool) {
	t.Helper()
	id, err := h.Invite(context.Background(), by, group, "bob@example.org", handOver)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Accept(context.Background(), id, who); err != nil {
		t.Fatal(err)
	}
}

// The same for two who delete their accounts at the same moment.
func TestSoleOrganizerHoldsTheGroup(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann)
	h.invited(t, group.ID, ann, bob, false)
	var left atomic.Int32
	var wg sync.WaitGroup
	for _, who := range []int64{ann, bob} {
		wg.Go(func() {
			err := h.db.InTx(ctx, func(tx postgres.Conn) error {
				alone, err := h.In(tx).SoleOrganizer(ctx, who)
				if err != nil || len(alone) > 0 {
					return err
				}
				left.Add(1)
				_, err = tx.Exec(ctx, `DELETE FROM members WHERE id = $1`, who)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if left.Load() != 1 {
		t.Errorf("%d of two organizers could go", left.Load())
	}
}

func TestInviteAndHandOver(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob, eve := h.member(t, "ann"), h.member(t, "bob"), h.member(t, "eve")
	group := h.group(t, ann)
	_, err := h.Invite(ctx, eve, group.ID, "bob@example.org", false)
	want(t, err, fault.Forbidden)

	h.invited(t, group.ID, ann, bob, true)
	if a, b := h.role(t, group.ID, ann), h.role(t, group.ID, bob); a != groups.Member || b != groups.Organizer {
		t.Errorf("after the hand-over ann is %q and bob %q", a, b)
	}
}

func TestInvitationsWorkOnceAndNotForEver(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann)
	id, err := h.Invite(ctx, ann, group.ID, "bob@example.org", false)
	if err != nil {
		t.Fatal(err)
	}
	if waiting, err := h.Invitations(ctx, group.ID); err != nil || len(waiting) != 1 || waiting[0].Group != "River Singers" {
		t.Fatalf("got %+v, %v", waiting, err)
	}
	h.now = start.Add(15 * 24 * time.Hour)
	_, err = h.Accept(ctx, id, bob)
	want(t, err, fault.NotFound)
	h.now = start
	if _, err := h.Accept(ctx, id, bob); err != nil {
		t.Fatal(err)
	}
	_, err = h.Accept(ctx, id, h.member(t, "eve"))
	want(t, err, fault.NotFound)
	if err := h.StepDown(ctx, group.ID, ann); err != nil {
		t.Fatal(err)
	}

	// Whoever invited and does not organize any more cannot let anybody in.
	withdrawn, err := h.Invite(ctx, bob, group.ID, "joe@example.org", false)
	if err != nil {
		t.Fatal(err)
	}
	want(t, h.Withdraw(ctx, ann, group.ID, withdrawn), fault.Forbidden)
	if err := h.Withdraw(ctx, bob, group.ID, withdrawn); err != nil {
		t.Fatal(err)
	}
	_, err = h.Invitation(ctx, withdrawn)
	want(t, err, fault.NotFound)
}

func TestInvitationsAreBounded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.member(t, "ann")
	group := h.group(t, ann)
	var err error
	sent := 0
	for _, name := range "abcdefghijkl" {
		if _, err = h.Invite(context.Background(), ann, group.ID, string(name)+"@example.org", false); err != nil {
			break
		}
		sent++
	}
	want(t, err, fault.TooOften)
	if sent != 10 {
		t.Errorf("%d invitations went out, want 10", sent)
	}
}

// A mail that went out cannot be taken back, so sending it again and again, by
// withdrawing it or from many groups, would flood somebody's mailbox.
func TestInvitationsFloodNobody(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann)
	invite := func(by, group int64, email string) error {
		_, err := h.Invite(ctx, by, group, email, false)
		return err
	}
	id, err := h.Invite(ctx, ann, group.ID, "bob@example.org", false)
	if err != nil {
		t.Fatal(err)
	}
	want(t, invite(ann, group.ID, "BOB@example.org"), fault.TooOften)
	if err := h.Withdraw(ctx, ann, group.ID, id); err != nil {
		t.Fatal(err)
	}
	want(t, invite(ann, group.ID, "bob@example.org"), fault.TooOften)

	for _, name := range []string{"cyd", "dan", "eve", "fay"} {
		by := h.member(t, name)
		if err := invite(by, h.group(t, by).ID, "bob@example.org"); err != nil {
			t.Fatal(err)
		}
	}
	gus := h.member(t, "gus")
	want(t, invite(gus, h.group(t, gus).ID, "bob@example.org"), fault.TooOften)

	h.now = start.Add(25 * time.Hour)
	if err := invite(ann, group.ID, "bob@example.org"); err != nil {
		t.Errorf("a day later: %v", err)
	}
}

// Withdrawing or listing another group makes no room for more.
func TestOneOrganizerInvitesFew(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	first, second := h.group(t, ann), h.group(t, ann)
	for _, name := range "abcdefghij" {
		id, err := h.Invite(ctx, ann, first.ID, string(name)+"@example.org", false)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Withdraw(ctx, ann, first.ID, id); err != nil {
			t.Fatal(err)
		}
	}
	_, err := h.Invite(ctx, ann, second.ID, "k@example.org", false)
	want(t, err, fault.TooOften)
}

func TestClaims(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	listing, err := h.Import(ctx, singing(), false)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Claim(ctx, listing.ID, ann, "  ")
	want(t, err, fault.Invalid)
	first, err := h.Claim(ctx, listing.ID, ann, "I lead it.")
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Claim(ctx, listing.ID, ann, "Really.")
	want(t, err, fault.Conflict)
	second, err := h.Claim(ctx, listing.ID, bob, "No, I do.")
	if err != nil {
		t.Fatal(err)
	}
	if waiting, err := h.Claims(ctx); err != nil || len(waiting) != 2 || waiting[0].Email != "ann@example.org" {
		t.Fatalf("got %+v, %v", waiting, err)
	}
	claim, err := h.Decide(ctx, first, true)
	if err != nil || claim.Group != listing.Name || claim.Email != "ann@example.org" || h.role(t, listing.ID, ann) != groups.Organizer {
		t.Fatalf("got %+v, %v", claim, err)
	}
	if waiting, err := h.Claims(ctx); err != nil || len(waiting) != 1 || !waiting[0].Claimed {
		t.Fatalf("got %+v, %v", waiting, err)
	}
	_, err = h.Decide(ctx, first, false)
	want(t, err, fault.Conflict)
	_, err = h.Decide(ctx, second, true)
	want(t, err, fault.Conflict)
	if _, err := h.Decide(ctx, second, false); err != nil || h.role(t, listing.ID, bob) != groups.None {
		t.Errorf("declined: %v", err)
	}
	other, err := h.Import(ctx, singing(), false)
	if err != nil {
		t.Fatal(err)
	}
	asked, err := h.Claim(ctx, other.ID, bob, "This one is mine.")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Decide(ctx, asked, false); err != nil {
		t.Fatal(err)
	}
	if again, err := h.Claim(ctx, other.ID, bob, "It is, ask Ann."); err != nil || again != asked {
		t.Errorf("asking again after a no: %d, %v", again, err)
	}
	_, err = h.Claim(ctx, listing.ID, h.member(t, "eve"), "Mine!")
	want(t, err, fault.Conflict)
}

// Each claim is a mail to the hosts, so nobody can claim a whole town.
func TestClaimsOfOneMemberAreBounded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	eve := h.member(t, "eve")
	claim := func() (int64, error) {
		listing, err := h.Import(ctx, singing(), false)
		if err != nil {
			t.Fatal(err)
		}
		return h.Claim(ctx, listing.ID, eve, "Mine.")
	}
	first, err := claim()
	for range 4 {
		_, again := claim()
		err = errors.Join(err, again)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = claim()
	want(t, err, fault.TooOften)
	if _, err := h.Decide(ctx, first, false); err != nil {
		t.Fatal(err)
	}
	if _, err := claim(); err != nil {
		t.Errorf("after an answer: %v", err)
	}
}

func TestReports(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	group := h.group(t, h.member(t, "ann"))
	_, err := h.Report(ctx, group.ID, "", "", "en")
	want(t, err, fault.Invalid)
	var failed error
	for range 21 {
		_, err := h.Report(ctx, group.ID, "It has ended.", "me@example.org", "de")
		failed = errors.Join(failed, err)
	}
	want(t, failed, fault.TooOften)
	waiting, err := h.Reports(ctx)
	if err != nil || len(waiting) != 20 || waiting[0].Words != "It has ended." || waiting[0].Contact != "me@example.org" {
		t.Fatalf("got %d reports, %v", len(waiting), err)
	}
	_, answered, err := h.Resolve(ctx, waiting[0].ID, false)
	if err != nil || len(answered) != 1 || answered[0] != (groups.Reporter{Report: waiting[0].ID, Contact: "me@example.org", Language: "de"}) {
		t.Fatalf("answered %+v, %v", answered, err)
	}
	if kept, _ := h.ByID(ctx, group.ID); kept.State != groups.Listed {
		t.Errorf("a report that was turned down made it %s", kept.State)
	}
	if _, answered, err = h.Resolve(ctx, waiting[1].ID, true); err != nil || len(answered) != 19 {
		t.Fatalf("answered %d, %v", len(answered), err)
	}
	_, err = h.BySlug(ctx, group.Slug)
	want(t, err, fault.NotFound)
	if left, err := h.Reports(ctx); err != nil || len(left) != 0 {
		t.Errorf("%d reports are left, %v", len(left), err)
	}
	_, _, err = h.Resolve(ctx, waiting[2].ID, false)
	want(t, err, fault.Conflict)
}

// Who made a report is forgotten a month after it was answered, not before.
func TestAReportersAddressIsForgotten(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.group(t, h.member(t, "ann"))
	for range 2 {
		if _, err := h.Report(t.Context(), group.ID, "It has ended.", "me@example.org", "en"); err != nil {
			t.Fatal(err)
		}
	}
	waiting, err := h.Reports(t.Context())
	if err != nil || len(waiting) != 2 {
		t.Fatalf("%d reports, %v", len(waiting), err)
	}
	if _, _, err := h.Resolve(t.Context(), waiting[0].ID, false); err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		days, kept int
	}{{29, 2}, {2, 1}} {
		h.now = h.now.AddDate(0, 0, one.days)
		if _, err := h.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		var kept int
		err := h.db.Get(t.Context(), &kept, `SELECT count(*) FROM reports WHERE contact <> ''`)
		if err != nil || kept != one.kept {
			t.Errorf("after %d days more %d addresses are kept, want %d (%v)", one.days, kept, one.kept, err)
		}
	}
}

func TestWithheldListings(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	for range 2 {
		if _, err := h.Import(ctx, singing(), true); err != nil {
			t.Fatal(err)
		}
	}
	withheld, err := h.Withheld(ctx, 10)
	if err != nil || len(withheld) != 2 {
		t.Fatalf("got %d, %v", len(withheld), err)
	}
	if err := h.Offer(ctx, withheld[0].ID, true); err != nil {
		t.Fatal(err)
	}
	if err := h.Offer(ctx, withheld[1].ID, false); err != nil {
		t.Fatal(err)
	}
	want(t, h.Offer(ctx, withheld[1].ID, true), fault.Conflict)
	if _, err := h.BySlug(ctx, withheld[0].Slug); err != nil {
		t.Error(err)
	}
	pages, err := h.Slugs(ctx, "", 10)
	if err != nil || len(pages) != 1 || pages[0].Slug != withheld[0].Slug {
		t.Errorf("got %v, %v", pages, err)
	}
}
