package reminders

import (
	"context"
	"testing"
	"time"
)

func TestRefusedRecipientStopsNobody(t *testing.T) {
	t.Parallel()
	const members = 20
	e := newEve(t)
	e.crowd(members)
	e.server.Refuse("robin@example.org", 550)
	e.run(Report{Planned: members, Sent: members - 1, Failed: 1})
	e.run(Report{})
	e.received(members - 1)
	state, answer := e.state(e.id(`SELECT id FROM mails WHERE member_id = $1`, e.robin))
	if state != "failed" {
		t.Errorf("the refused mail is %s", state)
	}
	contains(t, answer, "550", "refused by the test")
}

func TestRecipientRefusedForNowGetsItLater(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.server.Refuse("robin@example.org", 451)
	e.run(Report{Planned: 1, Postponed: 1})
	e.run(Report{})
	e.server.Allow("robin@example.org")
	e.set(e.time().Add(time.Minute))
	e.run(Report{Sent: 1})
	e.received(1)
}

// Nobody can know whether a mail was taken if the server hangs up before it
// says so. Never twice: it counts as sent, and its row says what happened.
func TestLostAnswerIsNotSentTwice(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.crowd(3)
	e.server.DropAfterData(1)
	e.run(Report{Planned: 3, Sent: 3})
	e.set(e.starts.Add(-time.Hour))
	e.run(Report{})
	e.received(3)
	if n := e.id(`SELECT count(*) FROM mails WHERE state = 'sent' AND answer LIKE 'outcome unknown: %'`); n != 1 {
		t.Errorf("%d mails say that their outcome is unknown, want 1", n)
	}
}

func TestConnectionLostBetweenMails(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`UPDATE members SET remind_hours_before = true`)
	e.run(Report{Planned: 1, Sent: 1})
	e.server.CloseConnections()
	e.set(e.starts.Add(-2 * time.Hour))
	e.run(Report{Planned: 1, Sent: 1})
	e.received(2)
}

// A posted mail leaves with its transaction, without waiting for the job.
func TestPostedMailLeavesAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- d.Run(ctx) }()
	for d.id(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'listen%'`) == 0 {
		if err := ctx.Err(); err != nil {
			t.Fatal(err)
		}
	}
	d.must(Post(ctx, d.db, d.time(), Mail{Kind: "sign-in", Email: "kim@example.org", About: About{Link: d.link}}))
	contains(t, d.received(1)[0].Text, "/sign-in/")
	end()
	if err := <-ended; err != nil {
		t.Errorf("Run ended with %v", err)
	}
}
