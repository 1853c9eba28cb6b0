package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// child is a server in a process of its own.
type child struct {
	cmd     *exec.Cmd
	address string
}

// start runs a program that serves the database, and waits until it does. Our own
// floor hears the address as its last argument, the site by its environment.
func (s *size) start(ctx context.Context, program string, args ...string) (*child, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	if program == s.self {
		args = append(args, address)
	}
	log, err := os.Create(filepath.Join(s.dir, "log-of-"+args[0]))
	if err != nil {
		return nil, err
	}
	defer log.Close() // the child has its own
	c := &child{exec.Command(program, args...), address}
	c.cmd.Stderr = log
	c.cmd.Env = append(os.Environ(), "DATABASE_URL="+s.url, "ADDR="+address, "BASE_URL=http://"+address, "DATA_DIR="+s.dir,
		"SECRET_KEY="+strings.Repeat("5e", 32), "SMTP_URL=", "REPLICA_URL=")
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	if err := c.ready(ctx); err != nil {
		c.stop()
		said, _ := os.ReadFile(log.Name())
		const enough = 2000
		return nil, fmt.Errorf("%s %s: %w: %s", program, args[0], err, said[max(0, len(said)-enough):])
	}
	return c, nil
}

// freeAddress is one that nobody listens on.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// ready waits until the server says that it is.
func (c *child) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		status, _, err := get(ctx, "http://"+c.address+"/readyz")
		if status == http.StatusOK {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("does not get ready: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// stop ends the process, if there is one, and waits for it.
func (c *child) stop() {
	if c == nil {
		return
	}
	_ = c.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	_ = c.cmd.Wait()
}

// peak is the most memory that the process ever held, in MB; false where the system
// does not tell.
func (c *child) peak() (mb int, known bool) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err != nil {
		return 0, false
	}
	_, rest, found := strings.Cut(string(status), "VmHWM:")
	var kb int
	if _, err := fmt.Sscan(rest, &kb); !found || err != nil {
		return 0, false
	}
	return kb / 1000, true
}
