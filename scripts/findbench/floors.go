package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	mostScripts = 120 // that pgbench takes at a time
	perScript   = 6   // times that each is run, about
)

// pgbench is where the program of that name is; "" if it is missing.
var pgbench, _ = exec.LookPath("pgbench")

// floorBy says what takes the floor of the query.
func floorBy() string {
	if pgbench == "" {
		return "a prepared statement"
	}
	return "pgbench"
}

// floors are how long the floors of all draws take, by one of the indexes, each several
// times.
func (s *size) floors(ctx context.Context, by func(draw) floor) (took []time.Duration, err error) {
	var all []floor
	for _, d := range s.draws {
		all = append(all, by(d))
	}
	if pgbench == "" {
		return s.floorsBySQL(ctx, all)
	}
	for some := range slices.Chunk(all, mostScripts) {
		more, err := s.floorsByPgbench(ctx, some)
		if err != nil {
			return nil, err
		}
		took = append(took, more...)
	}
	return took, nil
}

func (s *size) floorsBySQL(ctx context.Context, all []floor) (took []time.Duration, err error) {
	for i := range perScript * len(all) {
		began := time.Now()
		if _, err := nearest(ctx, s.db, all[i%len(all)]); err != nil {
			return nil, err
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

// floorsByPgbench runs the floors in random order, each in a prepared statement of
// its own.
func (s *size) floorsByPgbench(ctx context.Context, floors []floor) (took []time.Duration, err error) {
	dir, err := os.MkdirTemp(s.dir, "pgbench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	args := []string{"-n", "-M", "prepared", "-t", strconv.Itoa(perScript * len(floors)), "-l", "--log-prefix", filepath.Join(dir, "log")}
	for i, f := range floors {
		script := filepath.Join(dir, fmt.Sprintf("%d.sql", i))
		if err := os.WriteFile(script, []byte(f.text()+";\n"), 0o600); err != nil {
			return nil, err
		}
		args = append(args, "-f", script)
	}
	if said, err := exec.CommandContext(ctx, pgbench, append(args, s.url)...).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("pgbench: %w: %s", err, said)
	}
	logs, err := filepath.Glob(filepath.Join(dir, "log*"))
	if err != nil || len(logs) != 1 {
		return nil, fmt.Errorf("pgbench left %d logs, %v", len(logs), err)
	}
	log, err := os.ReadFile(logs[0])
	if err != nil {
		return nil, err
	}
	return readLog(log)
}

// readLog reads pgbench's log of transactions: client, number, microseconds, script,
// and when that was. The first run of each script, which prepares it, does not count.
func readLog(log []byte) (took []time.Duration, err error) {
	prepared := map[string]bool{}
	for lines := bufio.NewScanner(bytes.NewReader(log)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 {
			return nil, fmt.Errorf("pgbench logged %q", lines.Text())
		}
		micros, err := strconv.Atoi(fields[2])
		if err != nil {
			return nil, err
		}
		if prepared[fields[3]] {
			took = append(took, time.Duration(micros)*time.Microsecond)
		}
		prepared[fields[3]] = true
	}
	return took, nil
}
