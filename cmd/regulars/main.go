// Command regulars serves a site that finds local groups which meet again and
// again, and runs its jobs. `regulars help` lists what else it does.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // for machines that lack the zones; all that is local would be UTC

	"regulars/internal/fault"
)

// Exit statuses.
const (
	done   = 0
	failed = 1
	misuse = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}

// command is one of the things that the program does.
type command struct {
	usage string // arguments, after the name
	does  string
	run   func(ctx context.Context, p *program, args []string) error
}

var commands = map[string]command{
	"serve":      {"[--jobs=false] [--demo]", "migrates, then serves the site and runs the jobs", serve},
	"jobs":       {"", "runs the jobs only (for a second machine)", runJobs},
	"tick":       {"[--at 2026-09-07T18:00:00Z]", "runs every job once, as if it were that moment, and says what each did", tick},
	"migrate":    {"", "applies pending migrations", migrate},
	"import":     {`[--near "Asheville, NC"] [--json] [--skipped] FILE_OR_URL...`, "imports calendars (iCalendar) as listings", importCalendars},
	"demo":       {"", "fills the demo town", fillDemo},
	"bench-data": {"--groups N [--seed S]", "fills an empty database with made-up groups, to measure with", fillBench},
	"admin":      {"host add|remove|list EMAIL, mail list|resend, or group restore SLUG", "names hosts, looks after mails, brings back a group", admin},
}

// order is how help lists the commands.
var order = []string{"serve", "jobs", "tick", "migrate", "import", "demo", "admin", "bench-data"}

// program is what every command is given.
type program struct {
	config config
	stdout io.Writer
	stderr io.Writer
	log    *slog.Logger
}

// usageError is wrong usage: exit status 2.
type usageError struct{ text string }

// Error is what was wrong with the command line.
func (e usageError) Error() string { return e.text }

// run is the whole program: it returns the exit status, and prints one line to
// stderr that says what to do if something failed.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		help(stdout)
		return done
	}
	cmd, known := commands[args[0]]
	if !known {
		fmt.Fprintf(stderr, "regulars: there is no command %q; `regulars help` lists them\n", args[0])
		return misuse
	}
	config, err := readConfig(environ)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return failed
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	err = cmd.run(ctx, &program{config: config, stdout: stdout, stderr: stderr, log: log}, args[1:])
	return report(stderr, args[0], err)
}

func report(stderr io.Writer, name string, err error) int {
	var wrong usageError
	switch {
	case err == nil:
		return done
	case errors.As(err, &wrong):
		fmt.Fprintf(stderr, "regulars %s: %s\nusage: regulars %s %s\n", name, wrong.text, name, commands[name].usage)
		return misuse
	default:
		fmt.Fprintf(stderr, "regulars %s: %s\n", name, sentence(err))
		return failed
	}
}

// sentence is what the operator reads: the fault's own words with the cause, in
// one line.
func sentence(err error) string {
	text := err.Error()
	if e, ok := fault.As(err); ok && e.Cause == nil {
		text = e.Text
	}
	return strings.Join(strings.Fields(text), " ")
}

func help(out io.Writer) {
	fmt.Fprint(out, "Regulars finds you a group near you that meets again and again.\n\n")
	for _, name := range order {
		fmt.Fprintf(out, "  regulars %s %s\n        %s\n", name, commands[name].usage, commands[name].does)
	}
	fmt.Fprint(out, "\nSettings come from the environment; README.md lists them.\n")
}

// isTerminal tells whether somebody looks on.
func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
