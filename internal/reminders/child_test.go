package reminders

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
)

// TestMain is also what the child processes begin with that tests start, and may
// kill.
func TestMain(m *testing.M) {
	var err error
	switch os.Getenv("CHILD") {
	case "":
		pgtest.Main(m)
	case "sink":
		err = serveSink()
	default:
		err = tick(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// did is what a child tells of a run.
type did struct {
	Report Report
	Took   time.Duration
	PeakKB int // the most memory that the process held so far
}

// tick runs the job for each line that it reads, and tells what it did.
func tick(ctx context.Context) error {
	w := &world{t: failing{}, running: clock()}
	db, err := postgres.Open(ctx, os.Getenv("CHILD_DATABASE"))
	if err != nil {
		return err
	}
	defer db.Close()
	connections, err := strconv.Atoi(os.Getenv("CHILD_CONNECTIONS"))
	if err != nil {
		return err
	}
	sender := w.senderTo(os.Getenv("CHILD_SMTP"), connections)
	defer sender.Close()
	if os.Getenv("CHILD_BRIEF") == "" { // `regulars jobs` holds the gazetteer
		gazetteer, err := place.Load()
		if err != nil {
			return err
		}
		defer runtime.KeepAlive(gazetteer)
	}
	return obey(ctx, w.service(db, sender))
}

// failing ends a child process as a test would end.
type failing struct{ testing.TB }

func (failing) Helper()           {}
func (failing) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

// clock is what the parent's file says now or, as reading it takes time, what it
// said at first and the time since.
func clock() func() time.Time {
	read := func() time.Time {
		text, err := os.ReadFile(os.Getenv("CHILD_CLOCK"))
		if err != nil {
			panic(err)
		}
		at, err := time.Parse(time.RFC3339, string(text))
		if err != nil {
			panic(err)
		}
		return at
	}
	if os.Getenv("CHILD_BRIEF") != "" {
		return read
	}
	at, began := read(), time.Now()
	return func() time.Time { return at.Add(time.Since(began)) }
}

func obey(ctx context.Context, service *Service) error {
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		begin := time.Now()
		report, err := service.Job(ctx)
		if err != nil {
			return err
		}
		if err := json.NewEncoder(os.Stdout).Encode(did{report, time.Since(begin), peak()}); err != nil {
			return err
		}
	}
	return nil
}

// peak is the most memory that this process ever held, in kB; 0 where the system
// does not tell.
func peak() (kb int) {
	status, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fmt.Sscan(rest, &kb)
	return kb
}

// child is a process that runs the job.
type child struct {
	*exec.Cmd
	t   testing.TB
	in  io.WriteCloser
	out *json.Decoder
}

// child starts a process that runs the job once.
func (w *world) child() *child {
	w.t.Helper()
	c := w.process(w.server.URL, connections, "CHILD_BRIEF=yes")
	c.start()
	w.must(c.in.Close())
	return c
}

// process starts one that runs the job on demand.
func (w *world) process(server string, connections int, more ...string) *child {
	w.t.Helper()
	c := &child{Cmd: exec.Command(os.Args[0]), t: w.t}
	c.Env = append(append(os.Environ(), "CHILD=job", "CHILD_DATABASE="+w.db.URL(), "CHILD_SMTP="+server,
		"CHILD_CONNECTIONS="+strconv.Itoa(connections), "CHILD_CLOCK="+w.file), more...)
	c.Stderr = os.Stderr
	var err error
	c.in, err = c.StdinPipe()
	w.must(err)
	out, err := c.StdoutPipe()
	w.must(err)
	c.out = json.NewDecoder(out)
	w.must(c.Start())
	w.t.Cleanup(func() {
		if c.ProcessState == nil {
			c.Process.Kill()
			c.Wait()
		}
	})
	return c
}

// start lets a child run the job.
func (c *child) start() {
	c.t.Helper()
	if _, err := io.WriteString(c.in, "\n"); err != nil {
		c.t.Fatal(err)
	}
}

// done waits until it has run.
func (c *child) done() (d did) {
	c.t.Helper()
	if err := c.out.Decode(&d); err != nil {
		c.t.Fatal(err)
	}
	return d
}

// work lets a child run the job, and wants it to plan and send that many.
func (c *child) work(due int) did {
	c.t.Helper()
	c.start()
	d := c.done()
	if d.Report != (Report{Planned: due, Sent: due}) {
		c.t.Fatalf("the process did %+v, want %d planned and sent", d.Report, due)
	}
	return d
}
