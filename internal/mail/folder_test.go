package mail_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/mail"
	"regulars/internal/mail/mailtest"
)

// inFolder gives a sender to a folder that does not exist yet.
func inFolder(t testing.TB, now func() time.Time, log *slog.Logger) (sender mail.Sender, dir string) {
	dir = filepath.Join(t.TempDir(), "data", "mail")
	return newSender(t, mail.Config{Folder: dir, From: "Regulars <hello@localhost>", Now: now, Log: log}), dir
}

func list(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestFolderSaysWhereTheMailIsAndItsLink(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	sender, dir := inFolder(t, noon, slog.New(slog.NewTextHandler(&log, nil)))
	m := write(t, letters["sign-in"])
	m.ID, m.To = "17", "ada@example.org"
	send(t, sender, m)

	path := filepath.Join(dir, "20260907T120000.000000000Z-17.eml")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := mailtest.Read(raw)
	if err != nil || got.Text != m.Text || got.Header.Get("To") != "<ada@example.org>" {
		t.Errorf("%v, wrote\n%s", err, raw)
	}
	if line := log.String(); strings.Count(line, "\n") != 1 || !strings.Contains(line, path) || !strings.Contains(line, m.Link) {
		t.Errorf("log: %s", line)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	if info, err = os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("others may look into the folder: %v, %v", info.Mode(), err)
	}
}

func TestFolderHoldsWhatAServerWouldGet(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	send(t, newSender(t, config(server)), message("1"))
	dir := t.TempDir()
	c := config(server)
	c.URL, c.Folder = "", dir
	send(t, newSender(t, c), message("1"))
	raw, err := os.ReadFile(filepath.Join(dir, list(t, dir)[0]))
	if sent := server.Wait(t, 1, soon)[0].Raw; err != nil || !bytes.Equal(raw, sent) {
		t.Errorf("%v, folder\n%s\nserver\n%s", err, raw, sent)
	}
}

func TestFolderSortsByTime(t *testing.T) {
	t.Parallel()
	now := noon()
	sender, dir := inFolder(t, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	var want []string
	for _, step := range []time.Duration{0, 1, time.Millisecond, time.Second, 12 * time.Hour, 24 * 365 * time.Hour} {
		now = now.Add(step)
		id := fmt.Sprint(1000 - len(want)) // sorted by name alone, they would come the other way round
		want = append(want, id)
		send(t, sender, message(id))
	}
	names := list(t, dir)
	for i, name := range names {
		if !strings.HasSuffix(name, "-"+want[i]+".eml") {
			t.Errorf("file %d is %s, want that of %s", i, name, want[i])
		}
	}
	if len(names) != len(want) || !slices.IsSorted(names) {
		t.Errorf("files: %q", names)
	}
}

// A reader that looks all the time never sees half a mail.
func TestFolderFilesAppearWhole(t *testing.T) {
	t.Parallel()
	sender, dir := inFolder(t, noon, slog.New(slog.DiscardHandler))
	send(t, sender, message("first"))
	done := make(chan struct{})
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := range 25 {
				send(t, sender, message(fmt.Sprintf("%d-%d", w, i)))
			}
		})
	}
	go func() { writers.Wait(); close(done) }()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		paths, _ := filepath.Glob(filepath.Join(dir, "*.eml"))
		for _, path := range paths {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := mailtest.Read(raw); err != nil || got.HTML != "<p>Hello Ada</p>" {
				t.Fatalf("%s is half a mail: %v\n%s", path, err, raw)
			}
		}
	}
	if names := list(t, dir); len(names) != 101 {
		t.Errorf("%d files, want 101 and no parts: %q", len(names), names)
	}
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	sender := newSender(t, mail.Config{Folder: filepath.Join(file, "mail"), From: "a@localhost", Now: noon, Log: slog.New(slog.DiscardHandler)})
	err := give(context.Background(), sender, message("1"))
	if err == nil || mail.Permanent(err) || mail.Unknown(err) {
		t.Errorf("want a temporary failure: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := give(ctx, sender, message("1")); !errors.Is(err, context.Canceled) {
		t.Errorf("ended context: %v", err)
	}
	m := message("1")
	m.To = "nobody"
	if err := give(context.Background(), sender, m); !mail.Permanent(err) {
		t.Errorf("impossible address: %v", err)
	}
}
