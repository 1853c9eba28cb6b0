package reminders

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"regulars/internal/mail"
)

// Between planning and sending things happen; the mail goes by what is true then.
func TestWhatHappensAfterPlanning(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ change, answer string }{
		"called off":     {`UPDATE meetings SET status = 'called_off'`, "called off"},
		"not this time":  {`UPDATE places SET coming = false`, "not coming"},
		"left":           {`DELETE FROM places`, "not coming"},
		"switched off":   {`UPDATE members SET remind_day_before = false`, "reminders of this kind are switched off"},
		"group removed":  {`UPDATE groups SET state = 'removed'`, "the group has gone"},
		"has begun":      {`UPDATE meetings SET starts_at = starts_at - interval '25 hours'`, "too late"},
		"unknown letter": {`UPDATE mails SET kind = 'carrier pigeon'`, "no letter of this kind is known"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEve(t)
			id := e.planned()
			e.exec(c.change)
			e.drained(Report{Dropped: 1})
			e.wantState(id, "dropped", c.answer)
			e.drained(Report{})
		})
	}
}

// What was read for a whole batch counts for a moment only: a slow mail server
// must not make old news of it.
func TestSlowBatchIsReadAnew(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.planned()
	held, err := e.claim(context.Background(), batch)
	e.must(err)
	e.must(e.prefetch(context.Background(), held))
	if _, err := e.compose(context.Background(), held[0]); err != nil {
		t.Errorf("sending from a fresh reading: %v", err)
	}
	e.exec(`UPDATE meetings SET status = 'called_off'`)
	e.set(e.time().Add(2 * time.Second))
	if _, err := e.compose(context.Background(), held[0]); !errors.Is(err, unneeded("called off")) {
		t.Errorf("sending from an old reading: %v, want called off", err)
	}
}

// A mail goes with its member, and waits in vain for a meeting that has gone.
func TestMemberOrMeetingDeletedAfterPlanning(t *testing.T) {
	t.Parallel()
	gone := Report{Dropped: 1}
	for table, want := range map[string]Report{"members": {}, "meetings": gone, "groups": gone} {
		t.Run(table, func(t *testing.T) {
			t.Parallel()
			e := newEve(t)
			e.planned()
			held, err := e.claim(context.Background(), batch)
			e.must(err)
			e.exec(`DELETE FROM ` + table)
			e.set(e.time().Add(2 * time.Second))
			if report, err := e.delivered(context.Background(), held); err != nil || report != want {
				t.Errorf("delivered %+v, %v, want %+v", report, err, want)
			}
			if n := e.id(`SELECT count(*) FROM mails`); int(n) != want.Dropped {
				t.Errorf("%d mails are left behind, want %d", n, want.Dropped)
			}
		})
	}
}

func TestMeetingMovedWhileItsReminderWaits(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	id := e.planned()
	e.exec(`UPDATE meetings SET status = 'moved', reason = 'The hall is being painted.',
		starts_at = starts_at + interval '7 days', ends_at = ends_at + interval '7 days'`)
	e.drained(Report{Postponed: 1})
	e.wantState(id, "due", "moved to later")
	e.run(Report{})
	e.set(e.time().AddDate(0, 0, 7))
	e.run(Report{Sent: 1})
	contains(t, e.received(1)[0].Text, "Tuesday 15 September, 19:00 to 21:00", "The hall is being painted.")
}

// outbox is a sender whose answers the test gives.
type outbox func(to string) error

func (o outbox) Send(_ context.Context, m mail.Message, _ string) error { return o(m.To) }
func (o outbox) Line(context.Context) (mail.Line, error)                { return o, nil }
func (outbox) AtOnce() int                                              { return connections }
func (outbox) Release()                                                 {}
func (outbox) Close() error                                             { return nil }

// A mail server that hangs ends the run after a few mails; the others keep their
// place and lose no more than a minute.
func TestMailServerThatHangs(t *testing.T) {
	t.Parallel()
	const members = 2 * batch
	e := newEve(t)
	e.crowd(members)
	var tried atomic.Int64
	e.sendBy(outbox(func(string) error {
		tried.Add(1)
		return fmt.Errorf("connect: %w", os.ErrDeadlineExceeded)
	}))
	got, err := e.Job(context.Background())
	e.must(err)
	if n := int(tried.Load()); n < mostHung || n > mostHung+connections || got != (Report{Planned: members, Postponed: n}) {
		t.Errorf("after %d tries the run ended with %+v", n, got)
	}
	if n := e.id(`SELECT count(*) FROM mails WHERE state = 'due' AND claimed_until IS NULL`); n != members {
		t.Errorf("%d mails are free to be sent later, want %d", n, members)
	}
	if n := e.id(`SELECT count(*) FROM mails WHERE attempts > 0`); n != tried.Load() {
		t.Errorf("%d mails count as tried, want %d", n, tried.Load())
	}
}

func TestTemporaryFailureIsTriedAgainWithGrowingDelay(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	fails := true
	e.sendBy(outbox(func(string) error {
		if fails {
			return errors.New("451 4.7.1 please\r\ntry \x00later")
		}
		return nil
	}))
	e.run(Report{Planned: 1, Postponed: 1})
	id := e.id(`SELECT id FROM mails`)
	e.wantState(id, "due", "451 4.7.1 please  try  later")
	for _, wait := range []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, time.Hour} {
		e.set(e.time().Add(wait - time.Second))
		e.run(Report{})
		e.set(e.time().Add(time.Second))
		e.run(Report{Postponed: 1})
	}
	fails = false
	e.set(e.time().Add(time.Hour))
	e.run(Report{Sent: 1})
	e.wantState(id, "sent", "")
}

func TestNoAttemptIsPlannedForAfterTheStart(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.sendBy(outbox(func(string) error { return errors.New("451 busy") }))
	e.set(e.starts.Add(-30 * time.Second))
	e.run(Report{Planned: 1, Failed: 1})
	e.wantState(e.id(`SELECT id FROM mails`), "failed", "no time left to try again: 451 busy")
}

func (e eve) sendBy(sender mail.Sender) { e.Service.sender = sender }

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in:\n%s", part, text)
		}
	}
}

func lacks(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(text, part) {
			t.Errorf("%q should not be in:\n%s", part, text)
		}
	}
}
