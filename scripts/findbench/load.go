package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// sample is what a load has seen.
type sample struct {
	took  []time.Duration // of each answer
	bytes int             // of all bodies
	lasts time.Duration
}

// add takes another sample in.
func (s *sample) add(other sample) {
	s.took = append(s.took, other.took...)
	s.bytes += other.bytes
	s.lasts += other.lasts
}

// rate is answers a second.
func (s sample) rate() float64 { return float64(len(s.took)) / s.lasts.Seconds() }

// size is the mean number of bytes of a body.
func (s sample) size() int { return s.bytes / max(1, len(s.took)) }

// sorted are the times, the shortest first.
func (s sample) sorted() []time.Duration { return slices.Sorted(slices.Values(s.took)) }

// load asks a server for the paths in turn, over so many connections that stay open,
// until the time is over. It speaks plain HTTP by itself: what the client costs, the
// server lacks.
func load(ctx context.Context, address string, paths []string, connections int, lasts time.Duration) (all sample, err error) {
	var next atomic.Int64
	seen := make([]sample, connections)
	began := time.Now()
	clients, ctx := errgroup.WithContext(ctx)
	for i := range connections {
		clients.Go(func() error {
			c, err := dial(ctx, address)
			if err != nil {
				return err
			}
			defer c.Close()
			for time.Since(began) < lasts && ctx.Err() == nil {
				asked := time.Now()
				bytes, err := c.get(paths[int(next.Add(1))%len(paths)])
				if err != nil {
					return err
				}
				seen[i].took, seen[i].bytes = append(seen[i].took, time.Since(asked)), seen[i].bytes+bytes
			}
			return ctx.Err()
		})
	}
	err = clients.Wait()
	for _, one := range seen {
		all.add(one)
	}
	all.lasts = time.Since(began)
	return all, err
}

// patience is how long an answer may take before the measurement is given up.
const patience = 30 * time.Second

// client is one connection.
type client struct {
	net.Conn
	reader *bufio.Reader
	host   string
}

func dial(ctx context.Context, address string) (*client, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &client{conn, bufio.NewReaderSize(conn, 64<<10), address}, nil
}

// get asks for a path and drops the body; it gives the body's size. Anything but 200
// is an error.
func (c *client) get(path string) (bytes int, err error) {
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		return 0, err
	}
	if _, err := io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: "+c.host+"\r\n\r\n"); err != nil {
		return 0, err
	}
	status, err := c.reader.ReadString('\n')
	if err != nil {
		return 0, err
	}
	if !strings.Contains(status, " 200 ") {
		return 0, fmt.Errorf("%s is answered %q", path, strings.TrimSpace(status))
	}
	for {
		line, err := c.reader.ReadString('\n')
		if err != nil {
			return 0, err
		}
		if line == "\r\n" {
			return c.reader.Discard(bytes)
		}
		if value, is := strings.CutPrefix(line, "Content-Length: "); is {
			if _, err := fmt.Sscan(value, &bytes); err != nil {
				return 0, err
			}
		}
	}
}
