package embedded

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"regulars/internal/fault"
)

const (
	database = "regulars" // also the name of its superuser
	// longestSocket is what macOS allows, Linux has 107 bytes: beyond it the
	// socket moves to the folder for temporary files.
	longestSocket = 103
	// elsewhere holds the clusters whose DATA_DIR the account cannot reach.
	elsewhere = "/var/lib/regulars"
)

// cluster is the folder of one private Postgres:
//
//	data/   what initdb made
//	run/    the socket, for the account alone: whoever reaches it is trusted
//	lock    held by the process that runs the server
type cluster struct {
	home    string
	account account
}

func (c cluster) data() string { return filepath.Join(c.home, "data") }
func (c cluster) lock() string { return filepath.Join(c.home, "lock") }

func (c cluster) sockets() string {
	run := filepath.Join(c.home, "run")
	if len(socketIn(run)) <= longestSocket {
		return run
	}
	hash := sha256.Sum256([]byte(c.home))
	return filepath.Join(os.TempDir(), fmt.Sprintf("regulars-%x", hash[:6]))
}

func socketIn(dir string) string { return filepath.Join(dir, ".s.PGSQL.5432") }

func (c cluster) url() string {
	query := url.Values{"host": {c.sockets()}, "sslmode": {"disable"}}
	return "postgres://" + database + "@/" + database + "?" + query.Encode()
}

// findCluster tells where the cluster of dataDir is, or would be.
func findCluster(dataDir string) (c cluster, err error) {
	dataDir, err = filepath.Abs(dataDir)
	if err != nil {
		return c, err
	}
	c.home = filepath.Join(dataDir, "postgres")
	moved, err := os.ReadFile(signpost(dataDir))
	if err == nil {
		c.home = strings.TrimSpace(string(moved))
	} else if !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	c.account, err = chooseAccount(c.data())
	return c, err
}

// signpost is the file in DATA_DIR that says where else its cluster is.
func signpost(dataDir string) string { return filepath.Join(dataDir, "postgres-is-in") }

// settle makes the folders of dataDir's cluster. What the account cannot reach
// there goes under elsewhere, by a name of its own: a deleted DATA_DIR must not
// come back to life when one of the same path is made.
func settle(dataDir string) (c cluster, err error) {
	defer fault.Wrap(&err, "prepare %s for the private Postgres", dataDir)
	if err := os.MkdirAll(dataDir, 0o755); err != nil {
		return c, err
	}
	// One at a time: a folder that another start has made and not yet given to the
	// account would look like somebody else's.
	turn, err := waitLock(dataDir)
	if err != nil {
		return c, err
	}
	defer turn.release()
	if c, err = findCluster(dataDir); err != nil {
		return c, err
	}
	if err := os.MkdirAll(c.home, 0o755); err != nil {
		return c, err
	}
	if c.account.reaches(c.home) {
		return c, c.makeSockets()
	}
	if err := os.Remove(c.home); err != nil { // it is not empty: a cluster is there
		return c, fmt.Errorf("the user who runs Postgres (number %d) cannot enter %s any more: let others enter the folders above it", c.account.uid, c.home)
	}
	if c.home, err = moveOut(dataDir); err != nil {
		return c, err
	}
	return c, c.makeSockets()
}

func moveOut(dataDir string) (home string, err error) {
	if home, err = makeElsewhere("data-"); err != nil {
		return "", err
	}
	return home, os.WriteFile(signpost(dataDir), []byte(home+"\n"), 0o644)
}

// makeElsewhere makes a new folder under elsewhere that everybody may enter.
func makeElsewhere(prefix string) (dir string, err error) {
	if err := os.MkdirAll(elsewhere, 0o755); err != nil {
		return "", err
	}
	if dir, err = os.MkdirTemp(elsewhere, prefix); err != nil {
		return "", err
	}
	// The umask may have taken rights away.
	return dir, errors.Join(os.Chmod(elsewhere, 0o755), os.Chmod(dir, 0o755))
}

func (c cluster) makeSockets() error {
	if err := c.account.private(c.sockets()); err != nil {
		return err
	}
	if !c.account.owns(c.sockets()) {
		return fmt.Errorf("%s belongs to another user: run Regulars as that user, or set another DATA_DIR", c.sockets())
	}
	return nil
}

// major is the version that made the cluster; 0 if nobody made it yet.
func (c cluster) major() (int, error) {
	text, err := os.ReadFile(filepath.Join(c.data(), "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	} else if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}

// create makes the cluster and the database in it. It works beside the final
// place and moves there when whole, so that what was killed half-way is begun
// anew.
func (c cluster) create(bin binaries) (err error) {
	defer fault.Wrap(&err, "create the private Postgres in %s", c.home)
	half := c.data() + ".new"
	if err := os.RemoveAll(half); err != nil {
		return err
	}
	if err := c.account.private(half); err != nil {
		return err
	}
	if err := c.run(bin.path("initdb"), "", "-D", half, "--username="+database, "--locale=C", "--encoding=UTF8",
		"--auth-local=trust", "--auth-host=reject"); err != nil {
		return err
	}
	if err := c.run(bin.path("postgres"), "create database "+database+"\n", "--single", "-D", half, "postgres"); err != nil {
		return err
	}
	return os.Rename(half, c.data())
}

// run runs a program to its end as the account, with input; a failure quotes
// what it said.
func (c cluster) run(program, input string, args ...string) error {
	cmd := c.account.as(exec.Command(program, args...))
	cmd.Dir, cmd.Env = "/", environment()
	cmd.Stdin = strings.NewReader(input)
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(program), err, bytes.TrimSpace(said))
	}
	return nil
}

// environment is all that Postgres inherits: PGPORT and its like in the
// visitor's shell must not lead it astray.
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"}
}

// ready tells whether the server of this cluster takes connections.
func (c cluster) ready() bool {
	return c.status().state == "ready" && c.answers()
}

func (c cluster) answers() bool {
	conn, err := net.Dial("unix", socketIn(c.sockets()))
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// status is what a server says of itself in postmaster.pid. Killed, it leaves
// the file behind.
type status struct {
	pid   int
	state string // starting, ready, stopping
}

func (c cluster) pidFile() string { return filepath.Join(c.data(), "postmaster.pid") }

func (c cluster) status() (s status) {
	text, err := os.ReadFile(c.pidFile())
	if err != nil {
		return s
	}
	lines := strings.Split(string(text), "\n")
	s.pid, _ = strconv.Atoi(strings.TrimSpace(lines[0])) // 0 while it is being written
	if len(lines) >= 8 {
		s.state = strings.TrimSpace(lines[7])
	}
	return s
}

// forget removes the pid file of a server that was killed, if its number now
// belongs to another program, as happens after a reboot and in containers.
// Postgres looks only at the number, and would refuse for ever. Whether a dead
// number left something behind is Postgres' own to judge.
func (c cluster) forget(pid int) {
	if syscall.Kill(pid, 0) == nil && !runsIn(pid, c.data()) {
		os.Remove(c.pidFile())
	}
}
