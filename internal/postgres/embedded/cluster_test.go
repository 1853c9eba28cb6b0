package embedded

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNoPostgresAnywhere(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Chdir(t.TempDir())
	known := haunts
	defer func() { haunts = known }()
	haunts = nil
	_, err := findBinaries(0)
	if err == nil || !strings.Contains(err.Error(), "make deps") {
		t.Errorf("err = %v, want one that says what to do", err)
	}
}

func TestPostgresOfAnotherVersionIsNoHelp(t *testing.T) {
	t.Parallel()
	_, err := findBinaries(99)
	if err == nil || !strings.Contains(err.Error(), "Postgres 99") {
		t.Errorf("err = %v, want one that names the version", err)
	}
}

func TestNewestOfTheMachine(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	for version, name := range map[string]string{"9.6.1": "a", "13.4": "b", "17.2 (Debian 17.2-1)": "c", "16beta1": "d"} {
		fake(t, filepath.Join(parent, name), version)
	}
	dirs := glob(filepath.Join(parent, "*"))
	if got := newest(dirs, 0); got.major != 17 || got.version != "17.2" {
		t.Errorf("newest = %+v, want 17.2", got)
	}
	if got := newest(dirs, 13); got.version != "13.4" {
		t.Errorf("newest of 13 = %+v, want 13.4", got)
	}
	if got := newest(dirs, 9); got.major != 0 {
		t.Errorf("9.6 was taken, which is too old: %+v", got)
	}
}

// fake makes a folder that looks like the programs of a Postgres.
func fake(t *testing.T, dir, version string) {
	t.Helper()
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n"
	for _, program := range []string{"postgres", "initdb"} {
		if err := os.WriteFile(filepath.Join(dir, program), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

func TestClusterThatBecameUnreachableIsNotReplaced(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "var")
	data := filepath.Join(dir, "postgres", "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	c, err := settle(dir)
	if os.Geteuid() != 0 {
		if err != nil || c.data() != data {
			t.Errorf("settle = %+v, %v", c, err)
		}
		return
	}
	if err == nil || !strings.Contains(err.Error(), "cannot enter") {
		t.Errorf("settle = %+v, %v; want an error that says who cannot enter", c, err)
	}
}

// Under /root nobody but root gets in: a cluster of root's DATA_DIR moves out.
// An ordinary user's Postgres runs as that user and stays.
func TestUnreachableFolders(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "closed", "var")
	if err := os.Mkdir(filepath.Dir(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	server, err := Start(context.Background(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer server.Stop()
	home := server.cluster.home
	if os.Geteuid() != 0 {
		if home != filepath.Join(dir, "postgres") {
			t.Errorf("the cluster is in %s", home)
		}
		return
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	if filepath.Dir(home) != elsewhere {
		t.Errorf("the cluster is in %s, want it in %s", home, elsewhere)
	}
	url, running := Join(dir)
	if !running || url != server.URL() {
		t.Errorf("Join = %q, %v; want it to find %s", url, running, home)
	}
	if _, err := os.Stat(filepath.Join(dir, "postgres")); !os.IsNotExist(err) {
		t.Errorf("an empty folder is left in DATA_DIR: %v", err)
	}
}

func TestUnreachableProgramsAreCopied(t *testing.T) {
	t.Parallel()
	closed := filepath.Join(t.TempDir(), "closed")
	if err := os.MkdirAll(filepath.Join(closed, "native"), 0o700); err != nil {
		t.Fatal(err)
	}
	fake(t, filepath.Join(closed, "native", "bin"), "14.99-test")
	found := newest([]string{filepath.Join(closed, "native", "bin")}, 0)
	who, err := chooseAccount("")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is there already
		got, err := found.within(who)
		if err != nil {
			t.Fatal(err)
		}
		if who.other {
			t.Cleanup(func() { os.RemoveAll(filepath.Dir(got.dir)) })
		}
		if !who.reaches(got.dir) {
			t.Errorf("%s cannot be entered", got.dir)
		}
		if again, ok := inspect(got.dir); !ok || again.version != "14.99-test" {
			t.Errorf("in %s there is %+v", got.dir, again)
		}
	}
}

func TestSocketOfAnotherUserIsRefused(t *testing.T) {
	t.Parallel()
	who := account{uid: 12345, gid: 12345, other: true}
	if who.owns(t.TempDir()) {
		t.Error("a folder of somebody else passes as one's own")
	}
	mine := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(mine, link); err != nil {
		t.Fatal(err)
	}
	if (account{}).owns(link) || !(account{}).owns(mine) {
		t.Error("a link passes, or one's own folder does not")
	}
}

func TestChatter(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	c := &chatter{log: slog.New(slog.NewTextHandler(&log, nil))}
	for _, part := range []string{"LOG:  start", "ing\nFATAL:  no ", "room\nLOG:  bye\n", "rest"} {
		if n, err := c.Write([]byte(part)); n != len(part) || err != nil {
			t.Errorf("Write(%q) = %d, %v", part, n, err)
		}
	}
	if got := c.complaint(); got != "FATAL:  no room" {
		t.Errorf("complaint = %q", got)
	}
	if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "no room") {
		t.Errorf("the log holds %q, want the complaint alone", got)
	}
}
