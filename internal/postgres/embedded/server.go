// Package embedded runs a private Postgres for those who have none: the
// machine's own programs, one folder, a unix socket and no port.
//
// The first process of a DATA_DIR starts the server, others join it. Whoever
// joined takes over when the one who started it goes away.
package embedded

import (
	"context"
	"fmt"
	"log/slog"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	glance = 10 * time.Millisecond  // between looks while waiting for a start
	watch  = 250 * time.Millisecond // between looks while all is well
	rarely = time.Minute            // between looks, at most, while it cannot be started
	// patience is how long a predecessor may take to shut down.
	patience = 30 * time.Second
)

// Server is the private Postgres of one DATA_DIR, started by this process or
// joined.
type Server struct {
	cluster  cluster
	settings []string
	log      *slog.Logger
	leave    context.CancelFunc
	left     sync.WaitGroup

	// Only Start, then keep, then Stop touch these, one after the other.
	lock    *lock
	process *process
}

// Start gives the running Postgres of dataDir: the one that another process
// started, or else one that it starts, creating the cluster first where there
// is none. It returns once connections are taken, or ctx ends. Settings
// ("name=value") are Postgres' own and hold for a server started here. The
// error says what to do.
func Start(ctx context.Context, dataDir string, log *slog.Logger, settings ...string) (*Server, error) {
	c, err := settle(dataDir)
	if err != nil {
		return nil, err
	}
	s := &Server{cluster: c, settings: settings, log: log}
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	background, leave := context.WithCancel(context.Background())
	s.leave = leave
	s.left.Go(func() { s.keep(background) })
	return s, nil
}

// URL is what to open the database with.
func (s *Server) URL() string { return s.cluster.url() }

// Stop stops the server if this process runs it, and waits until it has. A
// server that was only joined goes on.
func (s *Server) Stop() {
	s.leave()
	s.left.Wait()
	if s.process != nil {
		s.process.stop()
	}
	s.letGo()
}

// keep starts the server again when it is gone: its process ended, or the other
// process that ran it left. If that fails it waits twice as long each time.
func (s *Server) keep(ctx context.Context) {
	for wait := watch; pause(ctx, wait) == nil; {
		err := s.lookAfter(ctx)
		if err == nil {
			wait = watch
			continue
		}
		wait = min(2*wait, rarely)
		if ctx.Err() == nil {
			s.log.Error("the private Postgres does not come back", "again in", wait, "error", err)
		}
	}
}

// lookAfter lets the server run if it does not.
func (s *Server) lookAfter(ctx context.Context) error {
	if s.process != nil && s.process.running() {
		return nil
	}
	return s.begin(ctx)
}

// begin waits until the server runs here or elsewhere.
func (s *Server) begin(ctx context.Context) error {
	for {
		if err := s.tryLock(); err != nil {
			return err
		}
		if s.lock != nil {
			return s.run(ctx)
		}
		if s.cluster.ready() {
			return nil
		}
		if err := pause(ctx, glance); err != nil {
			return fmt.Errorf("wait for the private Postgres that another process starts: %w", err)
		}
	}
}

func (s *Server) tryLock() (err error) {
	if s.lock == nil {
		s.lock, err = tryLock(s.cluster.lock())
	}
	return err
}

func (s *Server) letGo() {
	if s.lock != nil {
		s.lock.release()
		s.lock = nil
	}
}

// run starts the server; the lock is ours. If it fails the lock is let go.
func (s *Server) run(ctx context.Context) (err error) {
	defer func() {
		if err != nil {
			s.letGo()
		}
	}()
	bin, err := s.prepare()
	if err != nil {
		return err
	}
	s.clear()
	deadline := time.Now().Add(patience)
	for {
		complaint, err := s.attempt(ctx, bin)
		if err == nil || !isOccupied(complaint) || time.Now().After(deadline) {
			return err
		}
		if err := pause(ctx, glance); err != nil {
			return err
		}
	}
}

// prepare finds the programs and creates the cluster if nobody did.
func (s *Server) prepare() (binaries, error) {
	major, err := s.cluster.major()
	if err != nil {
		return binaries{}, err
	}
	bin, err := findBinaries(major)
	if err != nil {
		return bin, err
	}
	if bin, err = bin.within(s.cluster.account); err != nil || major > 0 {
		return bin, err
	}
	s.log.Info("creating the private Postgres", "in", s.cluster.home, "programs", bin.dir)
	return bin, s.cluster.create(bin)
}

// clear deals with what a killed predecessor left: its server, if that still
// runs, is told to stop, since nobody would ever stop it.
func (s *Server) clear() {
	pid := s.cluster.status().pid
	if pid <= 0 {
		return
	}
	if s.cluster.answers() {
		_ = syscall.Kill(pid, syscall.SIGINT) // it may have ended just now
	} else {
		s.cluster.forget(pid)
	}
}

// attempt starts the server once and waits until it takes connections; if it
// ends instead, it gives Postgres' complaint too.
func (s *Server) attempt(ctx context.Context, bin binaries) (complaint string, err error) {
	said := &chatter{log: s.log}
	p, err := launch(s.command(bin, said))
	if err != nil {
		return "", fmt.Errorf("start the private Postgres: %w", err)
	}
	for {
		select {
		case <-p.ended:
			complaint := said.complaint()
			return complaint, fmt.Errorf("the private Postgres in %s did not start: %s", s.cluster.home, complaint)
		case <-ctx.Done():
			p.stop()
			return "", fmt.Errorf("start the private Postgres: %w", ctx.Err())
		case <-time.After(glance):
		}
		if s.cluster.status().pid == p.cmd.Process.Pid && s.cluster.ready() {
			s.process = p
			return "", nil
		}
	}
}

// isOccupied tells from Postgres' complaint whether a predecessor is about to end.
func isOccupied(complaint string) bool {
	return strings.Contains(complaint, "lock file") || strings.Contains(complaint, "shared memory block")
}

func (s *Server) command(bin binaries, said *chatter) *exec.Cmd {
	cmd := exec.Command(bin.path("postgres"), "-D", s.cluster.data())
	settings := append([]string{
		"listen_addresses=",
		"port=5432",
		"unix_socket_directories=" + quoteSocketDir(s.cluster.sockets()),
		"unix_socket_permissions=0700",
		"log_min_messages=log", // statements that fail are the program's to report
		"log_line_prefix=",
		"timezone=UTC",
		"jit=off", // our statements are short
	}, s.settings...)
	for _, setting := range settings {
		cmd.Args = append(cmd.Args, "-c", setting)
	}
	cmd.Dir, cmd.Env = "/", environment()
	cmd.Stdout, cmd.Stderr = said, said
	return s.cluster.account.as(cmd)
}

// quoteSocketDir protects commas and blanks in what Postgres reads as a list.
func quoteSocketDir(dir string) string {
	return `"` + strings.ReplaceAll(filepath.Clean(dir), `"`, `""`) + `"`
}

// pause waits for d; ctx's error if that ends first.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
