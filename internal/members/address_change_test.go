package members_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"regulars/internal/fault"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/words"
)

func (r *rig) change(member members.Member, to string) (members.Change, error) {
	var c members.Change
	err := r.db.InTx(r.t.Context(), func(tx postgres.Conn) (err error) {
		c, err = r.RequestChange(r.t.Context(), tx, member.ID, to)
		return err
	})
	return c, err
}

func (r *rig) wantAgree(link int64, want bool) {
	r.t.Helper()
	changed, err := r.Agree(r.t.Context(), link)
	r.must(err)
	if done := changed != nil; done != want {
		r.t.Fatalf("done is %v, want %v", done, want)
	}
}

func (r *rig) wantEmail(m members.Member, want string) {
	r.t.Helper()
	got, err := r.ByID(r.t.Context(), m.ID)
	r.must(err)
	if got.Email != want || got.Host != m.Host {
		r.t.Errorf("address %q and host %v, want %q and %v", got.Email, got.Host, want, m.Host)
	}
}

func TestAnAddressChangesWhenBothAgree(t *testing.T) {
	for name, oldFirst := range map[string]bool{"old first": true, "new first": false} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.must(r.AddHost(t.Context(), "old@example.org"))
			ana := r.member("old@example.org")
			c, err := r.change(ana, "new@example.org")
			r.must(err)
			first, second := c.OldLink, c.NewLink
			if !oldFirst {
				first, second = second, first
			}
			waiting, err := r.ChangeOf(t.Context(), first)
			r.must(err)
			if want := (members.Waiting{Old: "old@example.org", New: "new@example.org"}); waiting != want {
				t.Errorf("waiting is %+v", waiting)
			}
			r.wantAgree(first, false)
			r.wantEmail(ana, "old@example.org")
			_, err = r.Agree(t.Context(), first)
			r.wantKind(err, fault.NotFound)
			r.wantAgree(second, true)
			r.wantEmail(ana, "new@example.org")
		})
	}
}

func TestBothAgreeingAtOnceChangesTheAddress(t *testing.T) {
	r := newRig(t)
	ana := r.member("old@example.org")
	c, err := r.change(ana, "new@example.org")
	r.must(err)
	var done atomic.Int32
	var both sync.WaitGroup
	for _, link := range []int64{c.OldLink, c.NewLink} {
		both.Go(func() {
			last, err := r.Agree(t.Context(), link)
			if err != nil {
				t.Error(err)
			}
			if last != nil {
				done.Add(1)
			}
		})
	}
	both.Wait()
	if done.Load() != 1 {
		t.Errorf("%d were told that it is done, want 1", done.Load())
	}
	r.wantEmail(ana, "new@example.org")
}

func TestALaterChangeVoidsTheEarlier(t *testing.T) {
	r := newRig(t)
	ana := r.member("old@example.org")
	first, err := r.change(ana, "wrong@example.org")
	r.must(err)
	second, err := r.change(ana, "new@example.org")
	r.must(err)
	_, err = r.Agree(t.Context(), first.NewLink)
	r.wantKind(err, fault.NotFound)
	r.wantAgree(second.OldLink, false)
	r.wantAgree(second.NewLink, true)
	r.wantEmail(ana, "new@example.org")
}

func TestAnAddressThatSomebodyHasIsRefusedOnlyToItsOwner(t *testing.T) {
	r := newRig(t)
	ana := r.member("ana@example.org")
	r.member("ben@example.org")
	c, err := r.change(ana, "BEN@example.org")
	r.must(err)
	r.wantAgree(c.OldLink, false)
	_, err = r.Agree(t.Context(), c.NewLink)
	r.wantKind(err, fault.Conflict)
	r.wantEmail(ana, "ana@example.org")
}

func TestChangesThatAreRefused(t *testing.T) {
	r := newRig(t)
	ana := r.member("ana@example.org")
	_, err := r.change(ana, "Ana@Example.org")
	r.wantKind(err, fault.Invalid)
	_, err = r.change(ana, "nowhere")
	r.wantKind(err, fault.Invalid)
	_, err = r.change(members.Member{ID: ana.ID + 9}, "new@example.org")
	r.wantKind(err, fault.NotFound)
	for range members.MailsAnHour {
		_, err = r.change(ana, "new@example.org")
		r.must(err)
	}
	_, err = r.change(ana, "new@example.org")
	r.wantKind(err, fault.TooOften)
}

func TestAChangeLapses(t *testing.T) {
	r := newRig(t)
	ana := r.member("ana@example.org")
	c, err := r.change(ana, "new@example.org")
	r.must(err)
	r.wantAgree(c.OldLink, false)
	r.later(members.ChangeLasts)
	_, err = r.ChangeOf(t.Context(), c.NewLink)
	r.wantKind(err, fault.NotFound)
	_, err = r.Agree(t.Context(), c.NewLink)
	r.wantKind(err, fault.NotFound)
	r.wantEmail(ana, "ana@example.org")
}

func TestLinksOfOnePurposeDoNotServeAnother(t *testing.T) {
	r := newRig(t)
	ana := r.member("ana@example.org")
	c, err := r.change(ana, "new@example.org")
	r.must(err)
	_, _, err = r.UseLink(t.Context(), c.NewLink, words.English)
	r.wantKind(err, fault.NotFound)
	link, err := r.RequestLink(t.Context(), r.db, ana.Email, "")
	r.must(err)
	_, err = r.Agree(t.Context(), link)
	r.wantKind(err, fault.NotFound)
	_, err = r.ChangeOf(t.Context(), link)
	r.wantKind(err, fault.NotFound)
}
