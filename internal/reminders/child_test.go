package reminders

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"testing"
	"time"

	"regulars/internal/mail"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
)

// TestMain is also what a child process of a test begins with: it runs the job
// once, as `regulars tick` does, and can be killed like one.
func TestMain(m *testing.M) {
	if os.Getenv("CHILD_DATABASE") == "" {
		pgtest.Main(m)
		return
	}
	if err := tick(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func tick(ctx context.Context) error {
	at, err := time.Parse(time.RFC3339, os.Getenv("CHILD_CLOCK"))
	if err != nil {
		return err
	}
	now := func() time.Time { return at }
	db, err := postgres.Open(ctx, os.Getenv("CHILD_DATABASE"))
	if err != nil {
		return err
	}
	defer db.Close()
	letters, err := mail.NewLetters(mail.Site{Name: "Regulars", URL: base})
	if err != nil {
		return err
	}
	log := slog.New(slog.DiscardHandler)
	sender, err := mail.NewSender(mail.Config{
		URL: os.Getenv("CHILD_SMTP"), From: "Regulars <hello@regulars.example>", Now: now, Log: log})
	if err != nil {
		return err
	}
	defer sender.Close()
	_, err = New(db, sender, letters, signer, base, now, log).Job(ctx)
	return err
}

// child starts a process that runs the job once.
func (w *world) child() *exec.Cmd {
	w.t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "CHILD_DATABASE="+w.db.URL(), "CHILD_SMTP="+w.server.URL,
		"CHILD_CLOCK="+w.time().Format(time.RFC3339))
	child.Stderr = os.Stderr
	w.must(child.Start())
	w.t.Cleanup(func() {
		if child.ProcessState == nil {
			child.Process.Kill()
			child.Wait()
		}
	})
	return child
}
