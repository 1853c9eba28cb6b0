package reminders

import (
	"context"
	"errors"
	"testing"
	"time"

	"regulars/internal/fault"
)

func TestHostSeesAndSendsAgain(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	fails := true
	e.sendBy(outbox(func(string) error {
		if fails {
			return errors.New("451 busy")
		}
		return nil
	}))
	e.set(e.starts.Add(-time.Minute))
	e.run(Report{Planned: 1, Failed: 1})

	failed, err := e.List(context.Background(), "failed", 10)
	e.must(err)
	if len(failed) != 1 || failed[0].To != "robin@example.org" || failed[0].Kind != "reminder" || failed[0].Attempts != 1 ||
		failed[0].Answer != "no time left to try again: 451 busy" || failed[0].Settled == nil {
		t.Fatalf("failed mails: %+v", failed)
	}
	if sent, err := e.List(context.Background(), "sent", 10); err != nil || len(sent) != 0 {
		t.Errorf("sent mails: %+v, %v", sent, err)
	}

	fails = false
	e.must(e.Resend(context.Background(), failed[0].ID))
	if err := e.Resend(context.Background(), failed[0].ID); fault.KindOf(err) != fault.Conflict {
		t.Errorf("sending again what is due: %v, want Conflict", err)
	}
	e.run(Report{Sent: 1})
	if err := e.Resend(context.Background(), 4711); fault.KindOf(err) != fault.NotFound {
		t.Errorf("sending again what never was: %v, want NotFound", err)
	}
	if all, err := e.List(context.Background(), "", 10); err != nil || len(all) != 1 || all[0].State != "sent" {
		t.Errorf("all mails: %+v, %v", all, err)
	}
}

func TestResendAfterTheStartIsDroppedAgain(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.run(Report{Planned: 1, Sent: 1})
	e.set(e.starts)
	id := e.id(`SELECT id FROM mails`)
	e.must(e.Resend(context.Background(), id))
	e.run(Report{Dropped: 1})
	e.wantState(id, "dropped", "too late")
}

func TestSweepForgetsAfterThirtyDays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.exec(`UPDATE members SET remind_day_before = true`)
	d.must(Post(context.Background(), d.db, d.time(), Mail{Kind: "sign-in", Email: "kim@example.org", About: About{Link: d.link}}))
	d.run(Report{Planned: 1, Sent: 2})
	begin := d.time()
	for _, c := range []struct {
		after time.Duration
		want  int
	}{
		{30 * 24 * time.Hour, 0},
		{31*24*time.Hour + time.Second, 1}, // the sign-in mail was of use for a day
		{31*24*time.Hour + time.Hour, 0},
		{31*24*time.Hour + time.Hour + time.Second, 1}, // the meeting began a day and an hour later
	} {
		d.set(begin.Add(c.after))
		if n, err := d.Sweep(context.Background()); err != nil || n != c.want {
			t.Errorf("after %v: swept %d, %v; want %d", c.after, n, err, c.want)
		}
	}
}
