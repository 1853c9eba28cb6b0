package reminders

import (
	"context"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"regulars/internal/mail/mailtest"
	"regulars/internal/postgres"
	"regulars/internal/postgres/embedded"
	"regulars/migrations"
)

// tally counts what became of an eve's reminders and prints it. It wants reached of
// the members who came due to have one each, no more than repeated of them twice,
// under the same Message-ID, and nothing left to do.
func (e eve) tally(due, reached, repeated int) {
	e.t.Helper()
	mails := e.received(e.server.Count())
	people, ids := map[string]bool{}, map[string]bool{}
	for _, m := range mails {
		people[m.To], ids[m.Header.Get("Message-Id")] = true, true
	}
	twice := len(mails) - len(people)
	count := func(state string) int { return int(e.id(`SELECT count(*) FROM mails WHERE state = $1`, state)) }
	sent, dropped, failed := count("sent"), count("dropped"), count("failed")
	e.t.Logf("%-50s due %4d, sent %4d, dropped %d, failed %d, repeated %d", e.t.Name(), due, sent, dropped, failed, twice)
	if len(people) != reached || sent != reached || len(ids) != reached || sent+dropped+failed != due || twice > repeated {
		e.t.Errorf("%d people got mails with %d Message-IDs; want %d of %d, at most %d of them twice",
			len(people), len(ids), reached, due, repeated)
	}
}

// (a) Two processes on one database, each mail exactly once.
func TestTwoProcessesSendEachOnce(t *testing.T) {
	t.Parallel()
	const due = 5000
	e := newEve(t)
	e.crowd(due)
	first, second := e.child(), e.child()
	e.must(first.Wait())
	e.must(second.Wait())
	e.run(Report{})
	e.tally(due, due, 0)
}

// (b) A process killed in the middle of its work loses nothing. What it had sent
// and not settled goes out again, and that is little.
func TestKilledProcessLosesNothing(t *testing.T) {
	t.Parallel()
	const due = 1000
	e := newEve(t)
	e.crowd(due)
	victim := e.child()
	e.server.Wait(t, due/4, time.Minute)
	e.must(victim.Process.Kill())
	if err := victim.Wait(); err == nil {
		t.Fatal("the process had ended before it was killed")
	}
	if n := e.id(`SELECT count(*) FROM mails WHERE state = 'sent'`); n == 0 || n == due {
		t.Fatalf("%d mails were settled before the process was killed", n)
	}
	e.exec(`UPDATE mails SET claimed_until = clock_timestamp() WHERE state = 'due'`) // ten minutes pass
	e.must(e.child().Wait())
	e.tally(due, due, connections)
}

// (c) Postgres restarted while mails are on their way: one on each connection has been
// taken by the mail server and is settled after that, the others are left.
func TestPostgresRestartedInTheMiddle(t *testing.T) {
	t.Parallel()
	const due = 400
	ctx := context.Background()
	server, err := embedded.Start(ctx, t.TempDir(), slog.New(slog.DiscardHandler), "fsync=off")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	db, err := postgres.Open(ctx, server.URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := postgres.Migrate(ctx, db, migrations.Files); err != nil {
		t.Fatal(err)
	}
	e := newEveOn(t, db)
	e.crowd(due)
	release := e.server.HoldAnswers(connections)
	ended := make(chan error)
	go func() { _, err := e.Job(ctx); ended <- err }()
	e.server.Wait(t, connections, time.Minute)
	e.shutPostgresDown()
	if taken := e.server.Count(); taken != connections {
		t.Fatalf("%d mails had been sent when Postgres was down, want %d of %d", taken, connections, due)
	}
	release()
	<-ended // with the database's error, or not: what was sent is settled either way
	e.soon("Postgres has not come back", func() bool {
		_, err := db.Exec(ctx, `UPDATE mails SET claimed_until = clock_timestamp() WHERE state = 'due'`) // ten minutes pass
		return err == nil
	})
	_, err = e.Job(ctx)
	e.must(err)
	e.tally(due, due, 0)
}

// soon waits until something is so, for a minute at most.
func (e eve) soon(otherwise string, so func() bool) {
	e.t.Helper()
	late := time.After(time.Minute)
	for !so() {
		select {
		case <-time.After(pauses):
		case <-late:
			e.t.Fatal(otherwise)
		}
	}
}

// shutPostgresDown ends the database's server at once and waits until it has gone; its
// keeper starts it again.
func (e eve) shutPostgresDown() {
	e.t.Helper()
	var folder string
	e.must(e.db.Get(context.Background(), &folder, `SELECT current_setting('data_directory')`))
	text, err := os.ReadFile(folder + "/postmaster.pid")
	e.must(err)
	pid, err := strconv.Atoi(strings.SplitN(string(text), "\n", 2)[0])
	e.must(err)
	e.must(syscall.Kill(pid, syscall.SIGINT)) // fast shutdown
	e.soon("Postgres has not gone", func() bool { return syscall.Kill(pid, 0) != nil })
}

// (d) A mail server that misbehaves once; the next tick, or a later one, sends.
func TestMailServerMisbehaves(t *testing.T) {
	t.Parallel()
	const due = 50
	refuse := func(code int) func(e eve) { return func(e eve) { e.server.Refuse("robin@example.org", code) } }
	for name, c := range map[string]struct {
		trouble func(e eve)
		reached int // of those due
	}{
		"421 to one":           {refuse(421), due},
		"450, greylisting":     {refuse(450), due},
		"451 to one":           {refuse(451), due},
		"550 to one":           {refuse(550), due - 1},
		"two connections only": {func(e eve) { e.server.Limit(2) }, due},
		"hangs up before DATA": {func(e eve) { e.server.HangUp(8) }, due},
		"hangs up after DATA":  {func(e eve) { e.server.DropAfterData(2) }, due},
		"TLS fails": {func(e eve) {
			encrypted := mailtest.StartSMTPS(e.t) // whose certificate nobody knows
			e.sendBy(e.senderTo(encrypted.URL, connections))
		}, due},
		"refuses connections": {func(e eve) { e.sendBy(e.senderTo("smtp://127.0.0.1:1", connections)) }, due},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEve(t)
			e.crowd(due)
			c.trouble(e)
			_, err := e.Job(context.Background())
			e.must(err)
			e.server.Allow("robin@example.org")
			e.sendBy(e.sender())
			e.set(e.time().Add(time.Minute))
			_, err = e.Job(context.Background())
			e.must(err)
			e.tally(due, c.reached, 0)
		})
	}
}

// (d) An answer that takes half a minute keeps nobody waiting but the next on the
// same connection: here three come when all others have their mail.
func TestMailServerAnswersLate(t *testing.T) {
	t.Parallel()
	const due = 50
	e := newEve(t)
	e.crowd(due)
	const slow = connections - 1
	release := e.server.HoldAnswers(slow)
	ended := make(chan error)
	go func() { _, err := e.Job(context.Background()); ended <- err }()
	e.server.Wait(t, due-slow, time.Minute)
	e.set(e.time().Add(30 * time.Second))
	release()
	e.must(<-ended)
	e.tally(due, due, 0)
}

// (e) A clock that is set back an hour, in the middle of the evening.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	const due = 30
	e := newEve(t)
	e.crowd(due)
	e.run(Report{Planned: due, Sent: due})
	for range 5 {
		e.set(e.time().Add(-time.Hour))
		e.run(Report{})
		e.set(e.time().Add(time.Hour))
		e.run(Report{})
	}
	e.tally(due, due, 0)
}

// (e) The same while a process is sending.
func TestClockSetBackUnderARunningProcess(t *testing.T) {
	t.Parallel()
	const due = 1000
	e := newEve(t)
	e.crowd(due)
	evening := e.time()
	running := e.child()
	e.server.Wait(t, due/4, time.Minute)
	e.set(evening.Add(-time.Hour))
	e.must(running.Wait())
	if n := e.server.Count(); n == due {
		t.Fatal("the process had sent all before the clock was set back")
	}
	e.run(Report{}) // it is an hour too early again
	e.set(evening)
	e.must(e.child().Wait())
	e.tally(due, due, 0)
}

// (f) Both nights of the year in which clocks change: 18:00 stays 18:00, and a
// tick each quarter of an hour around it sends one.
func TestClockChanges(t *testing.T) {
	t.Parallel()
	for name, starts := range map[string]string{"spring": "2027-03-28T18:00:00Z", "autumn": "2026-10-25T19:00:00Z"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEve(t)
			e.starts = instant(t, starts)
			e.exec(`UPDATE meetings SET starts_at = $1, ends_at = $1`, e.starts)
			london, err := time.LoadLocation("Europe/London")
			e.must(err)
			evening := time.Date(e.starts.Year(), e.starts.Month(), e.starts.Day()-1, 18, 0, 0, 0, london)
			for at := evening.Add(-3 * time.Hour); at.Before(e.starts.Add(time.Hour)); at = at.Add(15 * time.Minute) {
				e.set(at)
				if at.Equal(evening) {
					e.run(Report{Planned: 1, Sent: 1})
				} else {
					e.run(Report{})
				}
			}
			e.tally(1, 1, 0)
		})
	}
}

// (g) A meeting that moves an hour before its reminder is due is spoken of as it
// is, at the new evening and not at the old one.
func TestMeetingMovedAnHourBeforeItsReminder(t *testing.T) {
	t.Parallel()
	const due = 30
	e := newEve(t)
	e.crowd(due)
	e.set(e.time().Add(-time.Hour))
	e.exec(`UPDATE meetings SET status = 'moved', starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day'`)
	e.set(e.time().Add(time.Hour))
	e.run(Report{})
	e.set(e.time().Add(24 * time.Hour))
	e.run(Report{Planned: due, Sent: due})
	contains(t, e.received(due)[0].Text, "Wednesday 9 September, 19:00")
	e.tally(due, due, 0)
}
