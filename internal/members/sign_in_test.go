package members_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/words"
)

func (r *rig) wantStands(link int64, email string) {
	r.t.Helper()
	got, err := r.LinkStands(r.t.Context(), link)
	r.must(err)
	if got.Email != email {
		r.t.Errorf("the link went to %q, want %q", got.Email, email)
	}
}

func (r *rig) wantGone(link int64) {
	r.t.Helper()
	_, err := r.LinkStands(r.t.Context(), link)
	r.wantKind(err, fault.NotFound)
}

func TestALinkWorksOnce(t *testing.T) {
	r := newRig(t)
	id, err := r.RequestLink(t.Context(), r.db, "ana@example.org", "/groups/choir")
	r.must(err)
	if n := r.count(`SELECT count(*) FROM members`); n != 0 {
		t.Fatal("asking alone made a member")
	}
	r.wantStands(id, "ana@example.org")
	m, onward, err := r.UseLink(t.Context(), id, words.English)
	r.must(err)
	if m.Email != "ana@example.org" || onward != "/groups/choir" {
		t.Errorf("got %+v and %q", m, onward)
	}
	_, _, err = r.UseLink(t.Context(), id, words.English)
	r.wantKind(err, fault.NotFound)
	r.wantGone(id)
}

func TestTheFirstBrowserSaysInWhichLanguageToWrite(t *testing.T) {
	r := newRig(t)
	for _, browser := range []*words.Language{words.German, words.English} {
		id, err := r.RequestLink(t.Context(), r.db, "ana@example.org", "")
		r.must(err)
		m, _, err := r.UseLink(t.Context(), id, browser)
		r.must(err)
		if m.Language != "de" {
			t.Errorf("signed in with %s, Ana is written to in %q", browser.Name(), m.Language)
		}
	}
}

func TestALinkUsedByFiftyAtOnceLetsOneIn(t *testing.T) {
	r := newRig(t)
	id, err := r.RequestLink(t.Context(), r.db, "ana@example.org", "")
	r.must(err)
	var wins, losses atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			switch _, _, err := r.UseLink(t.Context(), id, words.English); {
			case err == nil:
				wins.Add(1)
			case fault.KindOf(err) == fault.NotFound:
				losses.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if wins.Load() != 1 || losses.Load() != 49 {
		t.Errorf("%d won and %d lost, want 1 and 49", wins.Load(), losses.Load())
	}
}

func TestALinkLapses(t *testing.T) {
	r := newRig(t)
	id, err := r.RequestLink(t.Context(), r.db, "ana@example.org", "")
	r.must(err)
	r.later(members.LinkLasts - time.Second)
	r.wantStands(id, "ana@example.org")
	r.later(time.Second)
	r.wantGone(id)
	_, _, err = r.UseLink(t.Context(), id, words.English)
	r.wantKind(err, fault.NotFound)
	_, _, err = r.UseLink(t.Context(), id+1000, words.English)
	r.wantKind(err, fault.NotFound)
}

func TestFiveMailsAnHour(t *testing.T) {
	r := newRig(t)
	for i := range members.MailsAnHour {
		_, err := r.RequestLink(t.Context(), r.db, "ana@example.org", "")
		r.must(err)
		r.later(time.Duration(i) * time.Minute)
	}
	_, err := r.RequestLink(t.Context(), r.db, "ANA@example.org", "")
	r.wantKind(err, fault.TooOften)
	_, err = r.RequestLink(t.Context(), r.db, "ben@example.org", "")
	r.must(err)
	r.later(time.Hour)
	_, err = r.RequestLink(t.Context(), r.db, "ana@example.org", "")
	r.must(err)
}

func TestTheLimitHoldsForManyAtOnce(t *testing.T) {
	r := newRig(t)
	var granted atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			err := r.db.InTx(t.Context(), func(tx postgres.Conn) error {
				_, err := r.RequestLink(t.Context(), tx, "ana@example.org", "")
				return err
			})
			if err == nil {
				granted.Add(1)
			} else if fault.KindOf(err) != fault.TooOften {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if granted.Load() != members.MailsAnHour {
		t.Errorf("%d links were made, want %d", granted.Load(), members.MailsAnHour)
	}
}

func TestALinkAskedForInATransactionThatFailsIsNotThere(t *testing.T) {
	r := newRig(t)
	var id int64
	err := r.db.InTx(t.Context(), func(tx postgres.Conn) (err error) {
		if id, err = r.RequestLink(t.Context(), tx, "ana@example.org", ""); err != nil {
			return err
		}
		return fault.New(fault.Conflict, "no")
	})
	r.wantKind(err, fault.Conflict)
	r.wantGone(id)
}

func TestALinkToABadAddressIsRefused(t *testing.T) {
	r := newRig(t)
	_, err := r.RequestLink(t.Context(), r.db, "ana", "")
	r.wantKind(err, fault.Invalid)
	if n := r.count(`SELECT count(*) FROM mailed_links`); n != 0 {
		t.Errorf("%d links were made", n)
	}
}

func TestLocalPath(t *testing.T) {
	t.Parallel()
	for _, local := range []string{"/", "/find?q=singing&near=Asheville#top", "/groups/çá"} {
		if got := members.LocalPath(local); got != local {
			t.Errorf("%q became %q", local, got)
		}
	}
	for _, other := range []string{
		"", "find", "//evil.example", "https://evil.example", `/\evil.example`, `\evil`, "/a\r\nSet-Cookie: x",
		"/\t/evil.example", "/\x00", "/\xff", "javascript:alert(1)", "/" + strings.Repeat("x", 500),
	} {
		if got := members.LocalPath(other); got != "" {
			t.Errorf("%q was let through as %q", other, got)
		}
	}
}
