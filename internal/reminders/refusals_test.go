package reminders

import (
	"context"
	"testing"
	"time"
)

// refusedAgain lets the one address of the eve refuse its reminder, for the i-th
// time running.
func (e eve) refusedAgain(i int) {
	e.t.Helper()
	e.forget()
	e.run(Report{Planned: 1, Failed: 1})
	all, err := e.Refusals(context.Background(), 10)
	e.must(err)
	if stopped := len(all) == 1; stopped != (i >= enough) {
		e.t.Errorf("after %d refusals the host sees %+v", i, all)
	}
}

func TestAddressThatRefusesThreeTimesIsLeftAlone(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	ctx := context.Background()
	e.server.Refuse("robin@example.org", 550)
	for i := 1; i <= enough; i++ {
		e.refusedAgain(i)
	}
	answer, err := e.Refused(ctx, "Robin@example.org")
	e.must(err)
	contains(t, answer, "550", "refused by the test")

	e.forget()
	e.server.Allow("robin@example.org")
	e.run(Report{Planned: 1, Dropped: 1})
	e.wantState(e.id(`SELECT id FROM mails`), "dropped", "its address was refused three times running")

	// What its owner asks for goes out, and if it is taken, all goes on.
	link := e.id(`
		INSERT INTO mailed_links (purpose, email, created_at, expires_at)
		VALUES ('sign_in', 'robin@example.org', $1, $2) RETURNING id`, e.time(), e.time().Add(15*time.Minute))
	e.must(Post(ctx, e.db, e.time(), Mail{Kind: "sign-in", Email: "robin@example.org", About: About{Link: link}}))
	e.run(Report{Sent: 1})
	if answer, err := e.Refused(ctx, "robin@example.org"); err != nil || answer != "" {
		t.Errorf("it still counts as refused: %q, %v", answer, err)
	}
	e.forget()
	e.run(Report{Planned: 1, Sent: 1})
}

// Three in all do not count, three running do.
func TestTakenMailBeginsAnew(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	for range enough - 1 {
		e.server.Refuse("robin@example.org", 550)
		e.refusedAgain(1)
		e.refusedAgain(2)
		e.server.Allow("robin@example.org")
		e.forget()
		e.run(Report{Planned: 1, Sent: 1})
	}
}

func TestRefusedAddressOfNobodyIsForgotten(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`INSERT INTO refusals (email, times, answer, last_at) VALUES ('gone@example.org', 3, '550', $1), ('robin@example.org', 3, '550', $1)`, e.time())
	for _, c := range []struct{ days, left int }{{29, 2}, {31, 1}} {
		e.set(e.starts.AddDate(0, 0, c.days-1))
		_, err := e.Sweep(context.Background())
		e.must(err)
		if all, err := e.Refusals(context.Background(), 10); err != nil || len(all) != c.left {
			t.Errorf("after %d days: %+v, %v", c.days, all, err)
		}
	}
}
