package members_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// rig is a store on a database of its own, with a clock that the test sets.
type rig struct {
	*members.Store
	t  *testing.T
	db *postgres.DB
	at time.Time
}

func newRig(t *testing.T) *rig {
	t.Parallel()
	r := &rig{t: t, db: pgtest.New(t), at: time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)}
	r.Store = members.New(r.db, func() time.Time { return r.at })
	return r
}

func (r *rig) later(d time.Duration) { r.at = r.at.Add(d) }

func (r *rig) member(email string) members.Member {
	r.t.Helper()
	m, err := r.Ensure(r.t.Context(), email)
	r.must(err)
	return m
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) wantKind(err error, want fault.Kind) {
	r.t.Helper()
	if err == nil || fault.KindOf(err) != want {
		r.t.Fatalf("got %v, want an error of kind %d", err, want)
	}
}

func (r *rig) count(query string, args ...any) (n int) {
	r.t.Helper()
	r.must(r.db.Get(r.t.Context(), &n, query, args...))
	return n
}

func TestEnsureMakesOneMemberAnAddress(t *testing.T) {
	r := newRig(t)
	first := r.member("Ana@Example.org")
	again := r.member(" ana@example.ORG ")
	if first.ID != again.ID {
		t.Errorf("members %d and %d for one address", first.ID, again.ID)
	}
	if first.Email != "Ana@example.org" { // the domain is lower-cased by IDNA
		t.Errorf("kept %q", first.Email)
	}
	if !first.RemindDayBefore || first.RemindHoursBefore || first.Zone != "UTC" || first.Language != "en" || first.Host {
		t.Errorf("a new member is %+v", first)
	}
}

func TestByID(t *testing.T) {
	r := newRig(t)
	ana := r.member("ana@example.org")
	got, err := r.ByID(t.Context(), ana.ID)
	r.must(err)
	if got != ana {
		t.Errorf("got %+v, want %+v", got, ana)
	}
	_, err = r.ByID(t.Context(), ana.ID+1)
	r.wantKind(err, fault.NotFound)
	_, err = r.ByEmail(t.Context(), "nobody@example.org")
	r.wantKind(err, fault.NotFound)
}

func TestPreferences(t *testing.T) {
	r := newRig(t)
	ana := r.member("ana@example.org")
	r.must(r.SetName(t.Context(), ana.ID, "  Ana \t María  "))
	wanted := members.Preferences{RemindAt: 20, RemindHoursBefore: true, RemindHours: 6, TellWeek: true}
	r.must(r.SetPreferences(t.Context(), ana.ID, wanted))
	r.must(r.SetZone(t.Context(), ana.ID, "Europe/Lisbon"))
	r.must(r.SetLanguage(t.Context(), ana.ID, "de"))
	got, err := r.ByID(t.Context(), ana.ID)
	r.must(err)
	if got.Name != "Ana María" || got.Preferences != wanted || got.Zone != "Europe/Lisbon" || got.Language != "de" {
		t.Errorf("kept %+v", got)
	}
	r.wantKind(r.SetName(t.Context(), ana.ID+1, "Nobody"), fault.NotFound)
	r.wantKind(r.SetZone(t.Context(), ana.ID, "Mars/Olympus"), fault.Invalid)
	r.wantKind(r.SetZone(t.Context(), ana.ID, ""), fault.Invalid)
	r.wantKind(r.SetZone(t.Context(), ana.ID, "Local"), fault.Invalid)
	for _, tag := range []string{"", "xx", "de-AT", "DE", "en'"} {
		r.wantKind(r.SetLanguage(t.Context(), ana.ID, tag), fault.Invalid)
	}
	r.wantKind(r.SetLanguage(t.Context(), ana.ID+1, "de"), fault.NotFound)
	for _, wrong := range []members.Preferences{{RemindAt: 7, RemindHours: 2}, {RemindAt: 21, RemindHours: 2}, {RemindAt: 18}, {RemindAt: 18, RemindHours: 7}} {
		r.wantKind(r.SetPreferences(t.Context(), ana.ID, wrong), fault.Invalid)
	}
}

func TestWelcomeIsOnce(t *testing.T) {
	r := newRig(t)
	ana := r.member("ana@example.org")
	var welcomed atomic.Int64
	var at sync.WaitGroup
	for range 8 {
		at.Go(func() {
			first, err := r.Welcome(t.Context(), ana.ID)
			if err != nil {
				t.Error(err)
			}
			if first {
				welcomed.Add(1)
			}
		})
	}
	at.Wait()
	if n := welcomed.Load(); n != 1 {
		t.Errorf("welcomed %d times", n)
	}
	if first, err := r.Welcome(t.Context(), ana.ID+1); first || err != nil {
		t.Errorf("nobody is welcomed: %v, %v", first, err)
	}
}

func TestUnsubscribing(t *testing.T) {
	r := newRig(t)
	ana := r.member("ana@example.org")
	for kind, want := range map[string]func(*members.Preferences){
		"reminder":        func(p *members.Preferences) { p.RemindDayBefore = false },
		"reminder-soon":   func(p *members.Preferences) { p.RemindHoursBefore = false },
		"meeting-changed": func(p *members.Preferences) { p.TellChanges = false },
		"now-claimed":     func(p *members.Preferences) { p.TellChanges = false },
		"new-face":        func(p *members.Preferences) { p.TellNewcomers = false },
		"note":            func(p *members.Preferences) { p.TellNotes = false },
		"week-ahead":      func(p *members.Preferences) { p.TellWeek = false },
	} {
		all := members.Preferences{RemindDayBefore: true, RemindAt: 18, RemindHoursBefore: true, RemindHours: 2,
			TellChanges: true, TellNewcomers: true, TellNotes: true, TellWeek: true}
		r.must(r.SetPreferences(t.Context(), ana.ID, all))
		want(&all)
		for range 2 {
			r.must(r.Unsubscribe(t.Context(), ana.ID, kind))
		}
		got, err := r.ByID(t.Context(), ana.ID)
		r.must(err)
		if got.Preferences != all {
			t.Errorf("without %s: %+v, want %+v", kind, got.Preferences, all)
		}
	}
	r.wantKind(r.Unsubscribe(t.Context(), ana.ID, "sign-in"), fault.NotFound)
	r.wantKind(r.Unsubscribe(t.Context(), ana.ID+1, "reminder"), fault.NotFound)
	r.must(r.StopEverything(t.Context(), ana.ID))
	got, err := r.ByID(t.Context(), ana.ID)
	r.must(err)
	if got.Preferences != (members.Preferences{RemindAt: 18, RemindHours: 2}) {
		t.Errorf("after stopping everything: %+v", got.Preferences)
	}
}

func TestNamesThatAreRefused(t *testing.T) {
	r := newRig(t)
	ana := r.member("ana@example.org")
	for what, name := range map[string]string{
		"too long":        strings.Repeat("é", members.LongestName+1),
		"one megabyte":    strings.Repeat("x", 1<<20),
		"a NUL":           "An\x00a",
		"invalid UTF-8":   "An\xffa",
		"an escape":       "An\x1ba",
		"a C1 control":    "An\u0085\u0086a",
		"a delete at end": "Ana\x7f",
	} {
		err := r.SetName(t.Context(), ana.ID, name)
		if e, ok := fault.As(err); !ok || e.Kind != fault.Invalid || e.Fields["name"] == "" {
			t.Errorf("%s: got %v", what, err)
		}
	}
	r.must(r.SetName(t.Context(), ana.ID, strings.Repeat("é", members.LongestName)))
}

func TestDeleteLeavesNoTrace(t *testing.T) {
	r := newRig(t)
	ana := r.member("ana@example.org")
	secret, err := r.Start(t.Context(), ana.ID)
	r.must(err)
	r.must(r.AddHost(t.Context(), ana.Email))
	_, err = r.RequestLink(t.Context(), r.db, "ANA@example.org", "")
	r.must(err)
	r.must(r.db.InTx(t.Context(), func(tx postgres.Conn) error {
		_, err := r.RequestChange(t.Context(), tx, ana.ID, "new@example.org")
		return err
	}))
	r.must(r.db.InTx(t.Context(), func(tx postgres.Conn) error {
		return r.Delete(t.Context(), tx, ana.ID)
	}))
	_, err = r.BySession(t.Context(), secret)
	r.wantKind(err, fault.SignIn)
	left := r.count(`SELECT (SELECT count(*) FROM members) + (SELECT count(*) FROM hosts) +
		(SELECT count(*) FROM sessions) + (SELECT count(*) FROM mailed_links) +
		(SELECT count(*) FROM address_changes)`)
	if left != 0 {
		t.Errorf("%d rows are left", left)
	}
	r.wantKind(r.Delete(t.Context(), r.db, ana.ID), fault.NotFound)
}

func TestAddress(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"ana@example.org":            "ana@example.org",
		"  a.b+regulars@example.org": "a.b+regulars@example.org",
		"ana@bücher.example":         "ana@xn--bcher-kva.example",
		"ANA@EXAMPLE.ORG":            "ANA@example.org",
		"ana.@example.org":           "ana.@example.org",
		".a..b@docomo.ne.jp":         ".a..b@docomo.ne.jp",
	} {
		got, err := members.Address(typed)
		if err != nil || got != want {
			t.Errorf("%q: got %q and %v, want %q", typed, got, err, want)
		}
		if sent, err := mail.CheckAddress(got); err != nil || sent != got {
			t.Errorf("%q: a mail to it goes to %q, %v", got, sent, err)
		}
	}
	for _, typed := range []string{
		"", " ", "ana", "ana@", "@example.org", "ana@localhost", "a b@example.org", "ana@exa mple.org",
		"a.na@localhost", "ana@ex--ample.org", "ana@xn--a.org", "ana@xn--zz.org", "ana@example.org.",
		"Ana <ana@example.org>", "ana@example.org\nBcc: x@example.org", "ana@example..org", "an\x00a@example.org",
		"añá@example.org", "\xff@example.org", strings.Repeat("a", 65) + "@example.org",
		"a@" + strings.Repeat("long.", 60) + "org", "a@b@example.org",
	} {
		_, err := members.Address(typed)
		if e, ok := fault.As(err); !ok || e.Kind != fault.Invalid || e.Fields["email"] == "" {
			t.Errorf("%q: got %v, want it refused", typed, err)
		}
	}
}

func TestHosts(t *testing.T) {
	r := newRig(t)
	r.must(r.AddHost(t.Context(), "zoe@example.org"))
	r.must(r.AddHost(t.Context(), "Ana@example.org")) // before signing in
	r.must(r.AddHost(t.Context(), "ana@example.org"))
	r.wantKind(r.AddHost(t.Context(), "ana"), fault.Invalid)
	hosts, err := r.Hosts(t.Context())
	r.must(err)
	if got := strings.Join(hosts, " "); got != "Ana@example.org zoe@example.org" {
		t.Errorf("hosts are %s", got)
	}
	if !r.member("ANA@example.org").Host {
		t.Error("who was named before signing in is no host")
	}
	r.must(r.RemoveHost(t.Context(), "ana@EXAMPLE.org"))
	if r.member("ana@example.org").Host {
		t.Error("is still a host")
	}
	r.wantKind(r.RemoveHost(t.Context(), "ana@example.org"), fault.NotFound)
}

func TestAChangeThatWaitsIsNotSwept(t *testing.T) {
	r := newRig(t)
	ana := r.member("old@example.org")
	c, err := r.change(ana, "new@example.org")
	r.must(err)
	r.later(members.ChangeLasts - time.Minute)
	r.must(r.Sweep(t.Context()))
	r.wantAgree(c.OldLink, false)
	r.wantAgree(c.NewLink, true)
	r.wantEmail(ana, "new@example.org")
}

func TestSweepTakesOnlyWhatHasExpired(t *testing.T) {
	r := newRig(t)
	ana := r.member("ana@example.org")
	old, err := r.Start(t.Context(), ana.ID)
	r.must(err)
	r.must(r.db.InTx(t.Context(), func(tx postgres.Conn) error {
		_, err := r.RequestChange(t.Context(), tx, ana.ID, "new@example.org")
		return err
	}))
	r.later(members.SessionLasts)
	current, err := r.Start(t.Context(), ana.ID)
	r.must(err)
	link, err := r.RequestLink(t.Context(), r.db, ana.Email, "")
	r.must(err)
	r.must(r.Sweep(t.Context()))

	_, err = r.BySession(t.Context(), old)
	r.wantKind(err, fault.SignIn)
	_, err = r.BySession(t.Context(), current)
	r.must(err)
	r.wantStands(link, ana.Email)
	if n := r.count(`SELECT count(*) FROM mailed_links`); n != 1 {
		t.Errorf("%d links are left, want 1", n)
	}
	if n := r.count(`SELECT count(*) FROM address_changes`); n != 0 {
		t.Errorf("%d changes are left, want none", n)
	}
}
