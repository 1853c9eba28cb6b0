package members_test

import (
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/members"
)

func TestASessionIsKeptAliveByVisits(t *testing.T) {
	r := newRig(t)
	ana := r.member("ana@example.org")
	secret, err := r.Start(t.Context(), ana.ID)
	r.must(err)
	for range 3 {
		r.later(members.SessionLasts - time.Minute)
		got, err := r.BySession(t.Context(), secret)
		r.must(err)
		if got.ID != ana.ID || got.Email != ana.Email {
			t.Fatalf("got %+v, want %+v", got, ana)
		}
	}
	r.later(members.SessionLasts)
	_, err = r.BySession(t.Context(), secret)
	r.wantKind(err, fault.SignIn)
}

func TestAVisitIsWrittenAtMostOnceAnHour(t *testing.T) {
	r := newRig(t)
	start := r.at
	secret, err := r.Start(t.Context(), r.member("ana@example.org").ID)
	r.must(err)
	seen := func() (at time.Time) {
		r.must(r.db.Get(t.Context(), &at, `SELECT seen_at FROM sessions`))
		return at
	}
	for _, step := range []struct {
		after time.Duration // of the start
		want  time.Duration
	}{{59 * time.Minute, 0}, {time.Hour, time.Hour}, {100 * time.Minute, time.Hour}, {2 * time.Hour, 2 * time.Hour}} {
		r.at = start.Add(step.after)
		_, err := r.BySession(t.Context(), secret)
		r.must(err)
		if got := seen().Sub(start); got != step.want {
			t.Errorf("after %v: seen at %v, want %v", step.after, got, step.want)
		}
	}
}

func TestOnlyTheHashOfASessionIsKept(t *testing.T) {
	r := newRig(t)
	secret, err := r.Start(t.Context(), r.member("ana@example.org").ID)
	r.must(err)
	if n := r.count(`SELECT count(*) FROM sessions WHERE encode(token_hash, 'escape') LIKE '%' || $1 || '%'`, secret); n != 0 {
		t.Error("the token itself is in the database")
	}
	var row string
	r.must(r.db.Get(t.Context(), &row, `SELECT encode(token_hash, 'hex') FROM sessions`))
	_, err = r.BySession(t.Context(), row)
	r.wantKind(err, fault.SignIn)
	_, err = r.BySession(t.Context(), "")
	r.wantKind(err, fault.SignIn)
}

func TestSignOutHereAndEverywhere(t *testing.T) {
	r := newRig(t)
	ana, ben := r.member("ana@example.org"), r.member("ben@example.org")
	var secrets []string
	for _, id := range []int64{ana.ID, ana.ID, ana.ID, ben.ID} {
		secret, err := r.Start(t.Context(), id)
		r.must(err)
		secrets = append(secrets, secret)
	}
	wantIn := func(want ...bool) {
		t.Helper()
		for i, secret := range secrets {
			if _, err := r.BySession(t.Context(), secret); (err == nil) != want[i] {
				t.Errorf("session %d: %v, want it open: %v", i, err, want[i])
			}
		}
	}
	r.must(r.End(t.Context(), secrets[0]))
	r.must(r.End(t.Context(), secrets[0]))
	wantIn(false, true, true, true)
	r.must(r.EndAll(t.Context(), ana.ID))
	wantIn(false, false, false, true)
}
