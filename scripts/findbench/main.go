// Findbench measures finding among made-up groups, from the bare query up to whole
// pages, each against a floor that is taken in the same run:
//
//	go run ./scripts/findbench [-full]
//
// It starts a Postgres of its own on disk, and the program itself beside it, and
// removes both. docs/scale.md explains what it prints.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/postgres/embedded"
)

// settings are those of a Postgres on a small server of its own: durable, with a
// gigabyte of memory, on a disk that is no slower at random.
var settings = []string{
	"shared_buffers=1GB", "effective_cache_size=3GB", "work_mem=16MB", "maintenance_work_mem=512MB",
	"random_page_cost=1.1", "max_wal_size=8GB",
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	if len(os.Args) == 5 && os.Args[1] == "floor" {
		err = floorMain(ctx, os.Args[2:])
	} else {
		err = run(ctx, os.Args[1:], os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "findbench:", err)
		os.Exit(1)
	}
}

// bench is what all sizes share.
type bench struct {
	out       io.Writer
	dir       string // for whatever is needed for a while
	program   string // regulars, built from this tree
	self      string // this program, which serves the floor
	seed      uint64
	searches  int           // how many are drawn
	turn      time.Duration // how long a kind of page is asked for at a time
	warmUp    time.Duration // how long pages are asked for before that
	gazetteer *place.Gazetteer
	medians   []median
}

// run measures all sizes that args name.
func run(ctx context.Context, args []string, out io.Writer) (err error) {
	b := &bench{out: out}
	flags := flag.NewFlagSet("findbench", flag.ContinueOnError)
	sizes := flags.String("groups", "10000", "`numbers` of groups, with commas between")
	full := flags.Bool("full", false, "10,000, 100,000 and 1,000,000 groups, with longer turns")
	flags.Uint64Var(&b.seed, "seed", 1, "another one gives other groups and searches")
	flags.IntVar(&b.searches, "searches", 1000, "`number` of different searches")
	flags.DurationVar(&b.turn, "turn", 200*time.Millisecond, "how long a kind of page is asked for, three times")
	flags.DurationVar(&b.warmUp, "warm-up", 500*time.Millisecond, "how long pages are asked for before that")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *full {
		*sizes, b.turn, b.warmUp = "10000,100000,1000000", 2*time.Second, time.Minute
	}
	server, err := b.prepare(ctx)
	defer os.RemoveAll(b.dir)
	if err != nil {
		return err
	}
	defer server.Stop()
	for size := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is no number of groups", size)
		}
		if err := b.in(ctx, server.URL(), n); err != nil {
			return err
		}
	}
	b.printGrowth()
	return nil
}

// prepare builds the program and starts Postgres.
func (b *bench) prepare(ctx context.Context) (server *embedded.Server, err error) {
	if b.self, err = os.Executable(); err != nil {
		return nil, err
	}
	if b.gazetteer, err = place.Load(); err != nil {
		return nil, err
	}
	if b.dir, err = os.MkdirTemp("", "findbench-"); err != nil {
		return nil, err
	}
	if err := os.Chmod(b.dir, 0o755); err != nil { // as root, Postgres runs as another user
		return nil, err
	}
	b.program = filepath.Join(b.dir, "regulars")
	said, err := exec.CommandContext(ctx, "go", "build", "-o", b.program, "regulars/cmd/regulars").CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("build the program: %w: %s", err, said)
	}
	return embedded.Start(ctx, b.dir, slog.New(slog.DiscardHandler), settings...)
}

// in measures a size in a database of its own on the server that url names.
func (b *bench) in(ctx context.Context, url string, groups int) error {
	admin, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	defer admin.Close()
	name := fmt.Sprintf("find_%d", groups)
	if _, err := admin.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		return err
	}
	err = b.measure(ctx, strings.Replace(url, "/regulars?", "/"+name+"?", 1), groups)
	if err != nil {
		return err
	}
	_, err = admin.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
	return err
}

// line prints one line of what was measured.
func (b *bench) line(format string, args ...any) {
	fmt.Fprintf(b.out, "find: "+format+"\n", args...)
}
