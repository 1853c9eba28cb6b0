package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// rig is one site: a database and the environment to run against it.
type rig struct {
	env  []string
	base string
	db   string
}

func newRig(t *testing.T, extra ...string) *rig {
	t.Helper()
	addr := freeAddr(t)
	url := pgtest.NewURL(t)
	return &rig{
		base: "http://" + addr,
		db:   url,
		env: append([]string{
			"DATABASE_URL=" + url, "ADDR=" + addr, "DATA_DIR=" + t.TempDir(),
			"SECRET_KEY=" + hex.EncodeToString(bytes.Repeat([]byte{7}, 32)),
		}, extra...),
	}
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// do runs one command to its end and gives what it printed.
func (r *rig) do(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(t.Context(), args, r.env, &out, &errs); status != done {
		t.Fatalf("regulars %s: status %d\n%s", strings.Join(args, " "), status, errs.String())
	}
	return out.String()
}

// serve runs the site until the test ends, or stop is called; it returns once
// the site is ready. stop gives the exit status.
func (r *rig) serve(t *testing.T, args ...string) (log *safeBuffer, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	log = &safeBuffer{}
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, append([]string{"serve"}, args...), r.env, log, log) }()
	stop = sync.OnceValue(func() int { cancel(); return <-ended })
	t.Cleanup(func() { stop() })
	r.ready(t, log)
	return log, stop
}

func (r *rig) ready(t *testing.T, log *safeBuffer) {
	t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for time.Now().Before(deadline) {
		if response, err := http.Get(r.base + "/readyz"); err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(20 * time.Millisecond) // between looks, bounded by the deadline
	}
	t.Fatalf("the site was not ready within two minutes\n%s", log)
}

func (r *rig) get(t *testing.T, path string) (status int, body string) {
	t.Helper()
	response, err := http.Get(r.base + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// safeBuffer is written by the program while a test reads it.
type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func TestServeAndStop(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	_, stop := r.serve(t, "--demo")
	if status, body := r.get(t, "/find?q=choir&near=Bath"); status != http.StatusOK || !strings.Contains(body, "Tuesday Rounds") {
		t.Errorf("the first page of all does not show the demo town: status %d", status)
	}
	if status, _ := r.get(t, "/healthz"); status != http.StatusOK {
		t.Errorf("healthz: %d", status)
	}
	if status, body := r.get(t, "/robots.txt"); status != http.StatusOK || !strings.Contains(body, "User-agent") {
		t.Errorf("robots.txt: %d %q", status, body)
	}
	if status := stop(); status != done {
		t.Errorf("exit status %d", status)
	}
	if _, err := http.Get(r.base + "/healthz"); err == nil {
		t.Error("it still answers")
	}
}

func TestAnAddressInUse(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	l, err := net.Listen("tcp", strings.TrimPrefix(r.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var out, errs bytes.Buffer
	if status := run(t.Context(), []string{"serve"}, r.env, &out, &errs); status != failed || !strings.Contains(errs.String(), "listen on ADDR") {
		t.Errorf("status %d, said %q", status, errs.String())
	}
}

func TestTickRunsEveryJob(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if said := r.do(t, "demo"); !strings.Contains(said, "The demo town has 12 groups now.") {
		t.Errorf("said %q", said)
	}
	if said := r.do(t, "demo"); !strings.Contains(said, "there already") {
		t.Errorf("said %q", said)
	}
	later := time.Now().AddDate(0, 0, 30).UTC().Format(time.RFC3339)
	said := r.do(t, "tick", "--at", later)
	for _, line := range []string{"heartbeat  noted", "meetings   made meetings further ahead for 12 groups", "search     looked at", "reminders  0 planned", "sweep      erased 0"} {
		if !strings.Contains(said, line) {
			t.Errorf("nothing of %q in\n%s", line, said)
		}
	}
}

func TestHostsAreNamedBeforeTheySignIn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.do(t, "migrate")
	if said := r.do(t, "admin", "host", "add", "Ann@Example.org"); !strings.Contains(said, "/host") {
		t.Errorf("said %q", said)
	}
	if said := r.do(t, "admin", "host", "list"); !strings.Contains(strings.ToLower(said), "ann@example.org") {
		t.Errorf("said %q", said)
	}
	r.do(t, "admin", "host", "remove", "ann@example.org")
	if said := r.do(t, "admin", "host", "list"); said != "" {
		t.Errorf("said %q", said)
	}
	if said := r.do(t, "admin", "mail", "list"); !strings.Contains(said, "No mails are failed.") {
		t.Errorf("said %q", said)
	}
}

func TestAGroupIsBroughtBack(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.do(t, "demo")
	var out, errs bytes.Buffer
	for want, args := range map[int][]string{
		misuse: {"admin", "group", "restore"},
		failed: {"admin", "group", "restore", "tuesday-rounds"}, // which is not removed
	} {
		if status := run(t.Context(), args, r.env, &out, &errs); status != want {
			t.Errorf("%v: status %d, want %d", args, status, want)
		}
	}
	db, err := postgres.Open(t.Context(), r.db)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		`UPDATE groups SET state = 'removed', was = 'paused', updated_at = now() WHERE slug = 'tuesday-rounds'`,
		`UPDATE meetings m SET status = 'called_off', reason = 'The group was taken down.'
		 FROM groups g WHERE g.id = m.group_id AND g.slug = 'tuesday-rounds' AND m.starts_at > now() AND m.status = 'on'`,
	} {
		if n, err := db.Exec(t.Context(), statement); err != nil || n == 0 {
			t.Fatalf("%d rows, %v", n, err)
		}
	}
	if said := r.do(t, "admin", "group", "restore", "tuesday-rounds"); !strings.Contains(said, "Tuesday Rounds is paused again.") {
		t.Errorf("said %q", said)
	}
	var off, mails int
	err = errors.Join(
		db.Get(t.Context(), &off, `SELECT count(*) FROM meetings WHERE reason = 'The group was taken down.'`),
		db.Get(t.Context(), &mails, `SELECT count(*) FROM mails WHERE kind = 'meeting-changed'`))
	if err != nil || off != 0 || mails == 0 {
		t.Errorf("%d dates are called off still, %d mails wait, %v", off, mails, err)
	}
}

func TestAReplicaMayBeAway(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.do(t, "demo")
	for replica, gauges := range map[string]string{
		r.db: "regulars_replica_lag_seconds 0", "postgres://127.0.0.1:1/nowhere": "regulars_replica_used 0",
	} {
		r.env = append(r.env, "REPLICA_URL="+replica)
		_, stop := r.serve(t)
		if status, body := r.get(t, "/find?q=choir&near=Bath"); status != http.StatusOK || !strings.Contains(body, "Tuesday Rounds") {
			t.Errorf("with replica %s: status %d", replica, status)
		}
		if _, body := r.get(t, "/metrics"); !strings.Contains(body, "\n"+gauges+"\n") {
			t.Errorf("with replica %s the metrics lack %q", replica, gauges)
		}
		if status := stop(); status != done {
			t.Errorf("exit status %d", status)
		}
	}
}

// The whole of it without any database given: the private Postgres is made,
// joined by a second command, and gone after the stop.
func TestThePrivatePostgres(t *testing.T) {
	t.Parallel()
	addr := freeAddr(t)
	r := &rig{base: "http://" + addr, env: []string{"ADDR=" + addr, "DATA_DIR=" + t.TempDir()}}
	_, stop := r.serve(t)
	if said := r.do(t, "demo"); !strings.Contains(said, "12 groups") {
		t.Errorf("said %q", said)
	}
	if status := stop(); status != done {
		t.Errorf("exit status %d", status)
	}
	_, stop = r.serve(t)
	if said := r.do(t, "demo"); !strings.Contains(said, "there already") {
		t.Errorf("after the restart: %q", said)
	}
	if status := stop(); status != done {
		t.Errorf("exit status %d", status)
	}
}
