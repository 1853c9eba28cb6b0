package embedded_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/postgres"
	"regulars/internal/postgres/embedded"
)

// hostDir names the DATA_DIR of a test binary that is run once more, as a
// program to be killed.
const hostDir = "REGULARS_TEST_HOST_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(hostDir); dir != "" {
		host(dir)
		return
	}
	status := m.Run()
	os.RemoveAll(prototypeDir) // "" if no test used it
	os.Exit(status)
}

// host runs a server until it is killed.
func host(dir string) {
	if _, err := embedded.Start(context.Background(), dir, quiet); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("ready")
	select {}
}

var quiet = slog.New(slog.DiscardHandler)

// dataDir makes a folder that any user may enter, unlike t.TempDir.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "regulars-embedded-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

var prototypeDir string

// prototype is a DATA_DIR whose cluster was made and stopped, once per process.
var prototype = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "regulars-embedded-")
	if err != nil {
		return "", err
	}
	prototypeDir = dir
	if err := os.Chmod(dir, 0o755); err != nil {
		return dir, err
	}
	server, err := embedded.Start(context.Background(), dir, quiet)
	if err != nil {
		return dir, err
	}
	server.Stop()
	return dir, nil
})

// usedDir makes a folder in which a cluster is already, which is quicker.
func usedDir(t *testing.T) string {
	t.Helper()
	made, err := prototype()
	if err != nil {
		t.Fatal(err)
	}
	dir := dataDir(t)
	if said, err := exec.Command("cp", "-a", made+"/.", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return dir
}

func start(t *testing.T, dir string, settings ...string) *embedded.Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	server, err := embedded.Start(ctx, dir, quiet, settings...)
	if err != nil {
		t.Error(err)
		t.FailNow()
	}
	t.Cleanup(server.Stop)
	return server
}

func launchHost(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	program := exec.Command(os.Args[0])
	program.Env = append(os.Environ(), hostDir+"="+dir)
	said, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Process.Kill() })
	line, _ := bufio.NewReader(said).ReadString('\n')
	if line != "ready\n" {
		t.Fatalf("the other program says %q", line)
	}
	return program
}

func open(t *testing.T, url string) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func exec1(t *testing.T, url, statement string) {
	t.Helper()
	db := open(t, url)
	defer db.Close()
	if _, err := db.Exec(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, url, query string) (answer string) {
	t.Helper()
	db := open(t, url)
	defer db.Close()
	if err := db.Get(context.Background(), &answer, query); err != nil {
		t.Fatal(err)
	}
	return answer
}

func eventually(t *testing.T, what string, true func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	late := time.After(30 * time.Second)
	for !true() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("not within 30 s: ", what)
		}
	}
}

func home(dir string) string    { return filepath.Join(dir, "postgres") }
func pidFile(dir string) string { return filepath.Join(home(dir), "data", "postmaster.pid") }

// postmaster is the process number of the running server, 0 if there is none.
func postmaster(t *testing.T, dir string) int {
	t.Helper()
	text, err := os.ReadFile(pidFile(dir))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// sockets is the folder of the server's socket.
func sockets(server *embedded.Server) string {
	_, query, _ := strings.Cut(server.URL(), "host=")
	dir, _, _ := strings.Cut(query, "&")
	return strings.ReplaceAll(dir, "%2F", "/")
}
