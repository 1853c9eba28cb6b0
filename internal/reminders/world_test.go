package reminders

import (
	"bytes"
	"context"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"regulars/internal/feed"
	"regulars/internal/groups"
	"regulars/internal/mail"
	"regulars/internal/mail/mailtest"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
	"regulars/internal/token"
)

// connections is how many connections to the mail server there are in these tests.
const connections = 4

const base = "https://regulars.example"

var signer = token.NewSigner(bytes.Repeat([]byte{7}, 32))

// world is a database with a mail server and a clock that stands still.
type world struct {
	*Service
	t      testing.TB
	server *mailtest.Server
	clock  atomic.Int64 // Unix seconds
	file   string       // says the same to child processes

	running func() time.Time // instead of clock, in a child process
}

func newWorld(t testing.TB, now time.Time) *world {
	t.Helper()
	return newWorldOn(t, pgtest.New(t), now)
}

func newWorldOn(t testing.TB, db *postgres.DB, now time.Time) *world {
	t.Helper()
	w := &world{t: t, server: mailtest.Start(t), file: filepath.Join(t.TempDir(), "clock")}
	w.set(now)
	w.Service = w.service(db, w.sender())
	return w
}

// service makes another process's service on a database.
func (w *world) service(db *postgres.DB, sender mail.Sender) *Service {
	w.t.Helper()
	letters, err := mail.NewLetters(mail.Site{Name: "Regulars", URL: base})
	w.must(err)
	s := New(db, sender, letters, signer, base+"/", w.time, slog.New(slog.DiscardHandler))
	site, err := url.Parse(base)
	w.must(err)
	kept := groups.New(db, w.time)
	s.Calendars = feed.New(kept, meetings.New(db, kept, w.time), site, w.time).Meetings
	return s
}

func (w *world) sender() mail.Sender {
	w.t.Helper()
	return w.senderTo(w.server.URL, connections)
}

func (w *world) senderTo(url string, connections int) mail.Sender {
	w.t.Helper()
	sender, err := mail.NewSender(mail.Config{URL: url, Connections: connections,
		From: "Regulars <hello@regulars.example>", Now: w.time, Log: slog.New(slog.DiscardHandler)})
	w.must(err)
	return sender
}

func (w *world) time() time.Time {
	if w.running != nil {
		return w.running()
	}
	return time.Unix(w.clock.Load(), 0).UTC()
}

func (w *world) set(now time.Time) {
	w.t.Helper()
	w.clock.Store(now.Unix())
	w.must(os.WriteFile(w.file+".new", []byte(now.Format(time.RFC3339)), 0o600))
	w.must(os.Rename(w.file+".new", w.file)) // whole, for who reads it meanwhile
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// id runs a statement that returns one number.
func (w *world) id(query string, args ...any) (id int64) {
	w.t.Helper()
	w.must(w.db.Get(context.Background(), &id, query, args...))
	return id
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	_, err := w.db.Exec(context.Background(), query, args...)
	w.must(err)
}

// run runs the job once and wants it to have done just that.
func (w *world) run(want Report) {
	w.t.Helper()
	got, err := w.Job(context.Background())
	w.must(err)
	if got != want {
		w.t.Errorf("at %v the job did %+v, want %+v", w.time(), got, want)
	}
}

// state tells how a mail stands, and with what words.
func (w *world) state(id int64) (state, answer string) {
	w.t.Helper()
	var row struct {
		State  string `db:"state"`
		Answer string `db:"answer"`
	}
	w.must(w.db.Get(context.Background(), &row, `SELECT state, answer FROM mails WHERE id = $1`, id))
	return row.State, row.Answer
}

func (w *world) wantState(id int64, want, words string) {
	w.t.Helper()
	if state, answer := w.state(id); state != want || answer != words {
		w.t.Errorf("mail %d is %s (%s), want %s (%s)", id, state, answer, want, words)
	}
}

func (w *world) group(zone string, claimed bool) int64 {
	w.t.Helper()
	return w.id(`
		INSERT INTO groups (slug, name, claimed, venue, address, directions, look_for, come_in, lat, lon, zone, created_at, updated_at)
		VALUES ('hill-street-chorus', 'Hill Street Chorus', $2, 'Hill Street Hall', '4 Hill Street',
			'Bus 6 until 23:00', 'Ada with the red scarf', 'The side door', 51.5, 0, $1, $3, $3)
		RETURNING id`, zone, claimed, w.time())
}

func (w *world) member(email string) int64 {
	w.t.Helper()
	return w.id(`INSERT INTO members (email, name, created_at) VALUES ($1, 'Robin', $2) RETURNING id`, email, w.time())
}

func (w *world) meeting(group int64, starts time.Time, status string) int64 {
	w.t.Helper()
	return w.id(`
		INSERT INTO meetings (group_id, key, original, starts_at, ends_at, status)
		SELECT id, to_char($2::timestamptz AT TIME ZONE zone, 'yyyy-mm-dd'), $2::timestamptz AT TIME ZONE zone,
			$2, $2::timestamptz + interval '2 hours', $3
		FROM groups WHERE id = $1 RETURNING id`, group, starts, status)
}

func (w *world) comes(meeting, member int64, said time.Time) {
	w.t.Helper()
	w.exec(`
		INSERT INTO places (meeting_id, member_id, coming, said_at) VALUES ($1, $2, true, $3)
		ON CONFLICT (meeting_id, member_id) DO UPDATE SET coming = true, said_at = $3`, meeting, member, said)
}

// eve is a world at 18:00 in London, the day before a meeting at 19:00 to
// which one member comes.
type eve struct {
	*world
	group, meetingID, robin int64
	starts                  time.Time
}

func newEve(t testing.TB) eve {
	t.Helper()
	return newEveOn(t, pgtest.New(t))
}

func newEveOn(t testing.TB, db *postgres.DB) eve {
	t.Helper()
	now := time.Date(2026, 9, 7, 17, 0, 0, 0, time.UTC) // 18:00 in London
	e := eve{world: newWorldOn(t, db, now), starts: now.Add(25 * time.Hour)}
	e.group = e.world.group("Europe/London", true)
	e.meetingID = e.world.meeting(e.group, e.starts, "on")
	e.robin = e.member("robin@example.org")
	e.comes(e.meetingID, e.robin, now.Add(-100*time.Hour))
	return e
}

// crowd lets more members come, until they are n.
func (e eve) crowd(n int) {
	e.t.Helper()
	e.exec(`
		WITH more AS (
			INSERT INTO members (email, created_at)
			SELECT 'm' || n || '@example.org', $2 FROM generate_series(2, $3::int) n RETURNING id)
		INSERT INTO places (meeting_id, member_id, coming, said_at)
		SELECT $1, id, true, $2 FROM more`, e.meetingID, e.time().Add(-time.Hour), n)
}

// planned plans the reminder and gives its id.
func (e eve) planned() int64 {
	e.t.Helper()
	n, err := e.planAll(context.Background(), make(chan struct{}, 1))
	e.must(err)
	if n != 1 {
		e.t.Fatalf("planned %d reminders, want 1", n)
	}
	return e.id(`SELECT max(id) FROM mails`)
}

// noMore says that nothing is being planned.
func noMore() <-chan struct{} {
	none := make(chan struct{})
	close(none)
	return none
}

// delivered sends mails that were claimed before.
func (w *world) delivered(ctx context.Context, mails []claimed) (Report, error) {
	w.t.Helper()
	queue := make(chan claimed, len(mails))
	for _, m := range mails {
		queue <- m
	}
	close(queue)
	var r run
	w.deliver(ctx, &r, queue)
	return r.report, r.err
}

// forget lets all that was planned and sent not have been.
func (w *world) forget() {
	w.t.Helper()
	w.exec(`DELETE FROM mails`)
	w.exec(`INSERT INTO looks (group_id) SELECT id FROM groups`)
}

// drained sends what is due and wants it to have done just that.
func (w *world) drained(want Report) {
	w.t.Helper()
	got, err := w.drain(context.Background(), noMore())
	w.must(err)
	if got != want {
		w.t.Errorf("drain did %+v, want %+v", got, want)
	}
}

// received waits for n mails and wants no more than these.
func (w *world) received(n int) []mailtest.Received {
	w.t.Helper()
	got := w.server.Wait(w.t, n, 10*time.Second)
	if len(got) != n {
		w.t.Fatalf("%d mails arrived, want %d", len(got), n)
	}
	return got
}
