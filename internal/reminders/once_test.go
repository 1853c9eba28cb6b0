package reminders

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"regulars/internal/postgres"
)

// Promise 5: once per meeting, member and kind, however often and from however
// many processes the job runs.
func TestEachMemberGetsExactlyOne(t *testing.T) {
	t.Parallel()
	const members = 200
	e := newEve(t)
	e.crowd(members)

	var running sync.WaitGroup
	for range 8 {
		db, err := postgres.Open(context.Background(), e.db.URL())
		e.must(err)
		t.Cleanup(func() { db.Close() })
		process := e.service(db, e.sender())
		running.Go(func() {
			for range 3 {
				if _, err := process.Job(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
	for range 20 {
		e.run(Report{})
	}

	got := map[string]int{}
	ids := map[string]bool{}
	for _, m := range e.received(members) {
		got[fmt.Sprint(m.To)]++
		ids[m.Header.Get("Message-Id")] = true
	}
	if len(got) != members || len(ids) != members {
		t.Errorf("%d members got mails with %d Message-IDs, want %d", len(got), len(ids), members)
	}
	for to, n := range got {
		if n != 1 {
			t.Errorf("%s got %d reminders", to, n)
		}
	}
	if n := e.id(`SELECT count(*) FROM mails WHERE state = 'sent'`); n != members {
		t.Errorf("%d mails are settled as sent, want %d", n, members)
	}
}

// A process that dies with mails in its hands leaves them to the next.
func TestClaimLapses(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	id := e.planned()
	held, err := e.claim(context.Background(), batch)
	e.must(err)
	if len(held) != 1 {
		t.Fatalf("claimed %d mails, want 1", len(held))
	}
	e.drained(Report{})
	e.wantState(id, "due", "")

	e.exec(`UPDATE mails SET claimed_until = clock_timestamp()`)
	e.drained(Report{Sent: 1})
	e.wantState(id, "sent", "")

	// The first was only asleep: it must see that the mail is not its own any more.
	e.set(e.time().Add(2 * time.Second))
	report, err := e.delivered(context.Background(), held)
	if err != nil || report != (Report{}) {
		t.Errorf("a lapsed claim did %+v, %v", report, err)
	}
	e.received(1)
}

// A claim that is about to lapse is not begun: another would take the mail while
// it is on its way.
func TestClaimIsNotUsedInItsLastMinutes(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	id := e.planned()
	held, err := e.claim(context.Background(), batch)
	e.must(err)
	e.exec(`UPDATE mails SET claimed_until = clock_timestamp() + interval '299 seconds'`)
	e.set(e.time().Add(2 * time.Second))
	if report, err := e.delivered(context.Background(), held); err != nil || report != (Report{}) {
		t.Errorf("a claim with less than five minutes left did %+v, %v", report, err)
	}
	e.wantState(id, "due", "")
}

func TestShutdownGivesClaimsBack(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	id := e.planned()
	held, err := e.claim(context.Background(), batch)
	e.must(err)
	ended, end := context.WithCancel(context.Background())
	end()
	if report, err := e.delivered(ended, held); err != nil || report != (Report{}) {
		t.Errorf("after the end it did %+v, %v", report, err)
	}
	e.wantState(id, "due", "")
	e.drained(Report{Sent: 1})
}

// Also on a table whose statistics are still those of an empty one.
func TestClaimTakesABatchAndNoMore(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`ANALYZE mails`)
	for range 8 { // long enough for Postgres to settle on a plan
		_, err := e.claim(context.Background(), batch)
		e.must(err)
	}
	e.crowd(batch + 50)
	_, err := e.planAll(context.Background(), make(chan struct{}, 1))
	e.must(err)
	for _, want := range []int{batch, 50, 0} {
		mails, err := e.claim(context.Background(), batch)
		e.must(err)
		if len(mails) != want {
			t.Errorf("claimed %d mails, want %d", len(mails), want)
		}
	}
}

func TestPostedMailsLeaveBeforeReminders(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`
		INSERT INTO mails (kind, member_id, meeting_id, due_at, closes_at)
		SELECT 'old kind ' || n, $1, $2, $3, $4 FROM generate_series(1, $5) n`,
		e.robin, e.meetingID, e.time().Add(-time.Hour), e.starts, batch)
	e.must(Post(context.Background(), e.db, e.time(), Mail{Kind: "report", Email: "host@example.org"}))
	mails, err := e.claim(context.Background(), batch)
	e.must(err)
	for _, m := range mails {
		if m.Kind == "report" {
			return
		}
	}
	t.Errorf("among the first %d claimed there is no posted mail", len(mails))
}
