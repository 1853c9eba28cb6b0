package embedded_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"regulars/internal/postgres/embedded"
)

func TestFirstAndSecondStart(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	first := start(t, dir)
	exec1(t, first.URL(), "create table kept (n int)")
	first.Stop()

	second := start(t, dir)
	exec1(t, second.URL(), "insert into kept values (1)")
	if first.URL() != second.URL() {
		t.Errorf("the URL changed from %s to %s", first.URL(), second.URL())
	}
}

func TestJoinTellsWhetherItRuns(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	if url, running := embedded.Join(dir); running {
		t.Errorf("%s runs before it was started", url)
	}
	server := start(t, dir)
	if url, running := embedded.Join(dir); !running || url != server.URL() {
		t.Errorf("Join = %q, %v while %q runs", url, running, server.URL())
	}
	server.Stop()
	if _, running := embedded.Join(dir); running {
		t.Error("it runs after it was stopped")
	}
}

func TestServerIsClosedToTheWorld(t *testing.T) {
	t.Parallel()
	server := start(t, usedDir(t))
	for setting, want := range map[string]string{
		"listen_addresses": "", "unix_socket_permissions": "0700", "server_encoding": "UTF8",
		"lc_collate": "C", "timezone": "UTC",
	} {
		if got := ask(t, server.URL(), "select current_setting('"+setting+"')"); got != want {
			t.Errorf("%s = %q, want %q", setting, got, want)
		}
	}
	info, err := os.Stat(sockets(server))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder of the socket: %v, %v; want rwx------", info.Mode(), err)
	}
}

func TestSettingsReachTheServer(t *testing.T) {
	t.Parallel()
	server := start(t, usedDir(t), "application_name=a b, c", "work_mem=7MB")
	if got := ask(t, server.URL(), "select current_setting('work_mem')"); got != "7MB" {
		t.Errorf("work_mem = %q", got)
	}
}

func TestStartsDoNotRace(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { start(t, dir) })
	}
	all.Wait()
	url, running := embedded.Join(dir)
	if !running {
		t.Fatal("none runs")
	}
	exec1(t, url, "create table once ()")
}

func TestWhoJoinedTakesOver(t *testing.T) {
	t.Parallel()
	dir := usedDir(t)
	first := start(t, dir)
	joined := start(t, dir)
	exec1(t, joined.URL(), "create table kept ()")
	first.Stop()
	eventually(t, "the one who joined runs it", func() bool {
		_, running := embedded.Join(dir)
		return running
	})
	exec1(t, joined.URL(), "drop table kept")
	joined.Stop()
	if _, running := embedded.Join(dir); running {
		t.Error("nobody stopped it")
	}
}

func TestStoppingAJoinedServerLeavesIt(t *testing.T) {
	t.Parallel()
	dir := usedDir(t)
	start(t, dir)
	start(t, dir).Stop()
	if _, running := embedded.Join(dir); !running {
		t.Error("one who only joined has stopped it")
	}
}

func TestStartAfterAKilledProgram(t *testing.T) {
	t.Parallel()
	dir := usedDir(t)
	program := launchHost(t, dir)
	url, running := embedded.Join(dir)
	if !running {
		t.Fatal("the other program's server does not run")
	}
	exec1(t, url, "create table kept ()")
	pid := postmaster(t, dir)
	program.Process.Kill()
	program.Wait()

	server := start(t, dir) // at once: it waits for the predecessor's end
	exec1(t, server.URL(), "drop table kept")
	if now := postmaster(t, dir); now == pid {
		t.Errorf("the server of the killed program, %d, is the one that runs", pid)
	}
}

func TestKilledPostgresComesBack(t *testing.T) {
	t.Parallel()
	dir := usedDir(t)
	server := start(t, dir)
	exec1(t, server.URL(), "create table kept ()")
	pid := postmaster(t, dir)
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	eventually(t, "another server runs", func() bool {
		_, running := embedded.Join(dir)
		return running && postmaster(t, dir) != pid
	})
	exec1(t, server.URL(), "drop table kept")
}

// complaints are the lines of a log about a server that does not come back.
type complaints chan string

func (c complaints) Write(line []byte) (int, error) {
	if strings.Contains(string(line), "does not come back") {
		c <- string(line)
	}
	return len(line), nil
}

func TestServerThatCannotStartIsTriedMoreAndMoreRarely(t *testing.T) {
	t.Parallel()
	dir, said := usedDir(t), make(complaints, 1000)
	server, err := embedded.Start(t.Context(), dir, slog.New(slog.NewTextHandler(said, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	settings := filepath.Join(home(dir), "data", "postgresql.auto.conf")
	if err := os.WriteFile(settings, []byte("max_connections = none\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(postmaster(t, dir), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for _, wait := range []string{"500ms", "1s", "2s"} {
		if line := <-said; !strings.Contains(line, `"again in"=`+wait+" ") {
			t.Errorf("want the next try in %s: %s", wait, line)
		}
	}
	if err := os.WriteFile(settings, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the server runs again", func() bool { _, running := embedded.Join(dir); return running })
}

func TestStalePidOfAnotherProgram(t *testing.T) {
	t.Parallel()
	dir := usedDir(t)
	start(t, dir).Stop()
	other := exec.Command("sleep", "60")
	info, err := os.Stat(filepath.Join(home(dir), "data"))
	if err != nil {
		t.Fatal(err)
	}
	owner := info.Sys().(*syscall.Stat_t)
	if os.Geteuid() == 0 { // of the same user, else Postgres itself knows better
		other.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
	}
	other.Dir = "/"
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { other.Process.Kill(); other.Wait() }()
	stale := fmt.Sprintf("%d\n%s/data\n1700000000\n5432\n\n\n  5432001   12345\nready   \n", other.Process.Pid, home(dir))
	if err := os.WriteFile(pidFile(dir), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	server := start(t, dir)
	if got := ask(t, server.URL(), "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
}

func TestHalfMadeClusterIsBegunAnew(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	half := filepath.Join(home(dir), "data.new")
	if err := os.MkdirAll(filepath.Join(half, "base"), 0o755); err != nil {
		t.Fatal(err)
	}
	server := start(t, dir)
	exec1(t, server.URL(), "create table t ()")
	if _, err := os.Stat(half); !os.IsNotExist(err) {
		t.Errorf("the half-made cluster is still there: %v", err)
	}
}

func TestLongPathsGetAShortSocket(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataDir(t), strings.Repeat("deep/", 25), "var")
	server := start(t, dir)
	t.Cleanup(func() { os.RemoveAll(sockets(server)) })
	exec1(t, server.URL(), "create table t ()")
}

func TestStartGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	dir := usedDir(t)
	start(t, dir).Stop()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if server, err := embedded.Start(ctx, dir, quiet); err == nil {
		server.Stop()
		t.Error("started although its context has ended")
	}
	exec1(t, start(t, dir).URL(), "create table t ()")
}

func TestPostgresComplaintIsTold(t *testing.T) {
	t.Parallel()
	_, err := embedded.Start(t.Context(), usedDir(t), quiet, "max_connections=none")
	if err == nil || !strings.Contains(err.Error(), "max_connections") {
		t.Errorf("err = %v, want Postgres' own words", err)
	}
}
