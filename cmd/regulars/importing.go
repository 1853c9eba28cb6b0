package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/fault"
	"regulars/internal/place"
)

// importCalendars reads calendars as listings, near one place or where each says that
// it is. One that cannot be read gets a line on stderr, and the exit status is 1; the
// others are kept.
func importCalendars(ctx context.Context, p *program, args []string) error {
	flags := newFlags("import")
	near := flags.String("near", "", "")
	asJSON := flags.Bool("json", false, "")
	skipped := flags.Bool("skipped", false, "")
	if err := parse(flags, args, -1); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return usageError{"needs the files or addresses of calendars"}
	}
	s, closeSite, err := p.openSite(ctx, time.Now)
	if err != nil {
		return err
	}
	defer closeSite()
	var where place.Place
	if *near != "" {
		if where, err = s.gazetteer.Find(*near); err != nil {
			return err
		}
	}
	outcomes := make([]calendar.Outcome, 0, flags.NArg())
	for i, name := range flags.Args() {
		p.progress("reading %d of %d: %s", i+1, flags.NArg(), name)
		outcomes = append(outcomes, s.calendar.Import(ctx, source(name), where))
	}
	p.progress("")
	if _, err := s.search.Refresh(ctx); err != nil {
		return err
	}
	if *asJSON {
		err = printJSON(p.stdout, outcomes)
	} else {
		err = errors.Join(printTable(p.stdout, outcomes), printSkipped(p.stdout, outcomes, *skipped))
	}
	return errors.Join(err, refused(p.stderr, outcomes))
}

// source is a file, or an address on the web: wherever a host says, also within
// their own network.
func source(name string) calendar.Source {
	if calendar.IsWeb(name) {
		return calendar.NewFetcher(calendar.Anywhere).Web(name)
	}
	return calendar.File(name)
}

// refused names the calendars that could not be read, a line each.
func refused(stderr io.Writer, outcomes []calendar.Outcome) error {
	n := 0
	for _, o := range outcomes {
		if o.Err != nil {
			n++
			fmt.Fprintf(stderr, "%s: %s\n", o.Source, shown(o.Err))
		}
	}
	if n > 0 {
		return fault.New(fault.Invalid, "%d of %d calendars could not be imported.", n, len(outcomes))
	}
	return nil
}

// shown is the sentence of a failure, or all of it where there is none.
func shown(err error) string {
	if e, ok := fault.As(err); ok {
		return e.Text
	}
	return sentence(err)
}

func printJSON(out io.Writer, outcomes []calendar.Outcome) error {
	type refusable struct {
		calendar.Outcome
		Error string `json:"error,omitempty"`
	}
	all := make([]refusable, len(outcomes))
	for i, o := range outcomes {
		all[i].Outcome = o
		if o.Err != nil {
			all[i].Error = shown(o.Err)
		}
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(all)
}

// printTable prints a line for each calendar that was read, and their sums.
func printTable(out io.Writer, outcomes []calendar.Outcome) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "calendar\tkind\tlisted\twithheld\tchanged\tunchanged\tclaimed\ttaken down\tgone\twithout a date\tended\tone-offs\tunread")
	var sum calendar.Outcome
	for _, o := range outcomes {
		if o.Err != nil {
			continue
		}
		printLine(table, o, strings.TrimSpace(o.Calendar), string(o.Kind))
		sum.Listed += o.Listed
		sum.Withheld += o.Withheld
		sum.Changed += o.Changed
		sum.Unchanged += o.Unchanged
		sum.Claimed += o.Claimed
		sum.TakenDown += o.TakenDown
		sum.Gone += o.Gone
		sum.Stale += o.Stale
		sum.Ended += o.Ended
		sum.OneOffs += o.OneOffs
		sum.Unread += o.Unread
	}
	printLine(table, sum, "all together", "")
	return table.Flush()
}

// printSkipped names what was not held: what could not be read or placed, or all of it.
// What is alike is told once.
func printSkipped(out io.Writer, outcomes []calendar.Outcome, all bool) (err error) {
	for _, o := range outcomes {
		var lines []string
		times, left := map[string]int{}, 0
		for _, skip := range o.Skipped {
			if !all && !slices.Contains([]calendar.Reason{calendar.NoStart, calendar.NoRule, calendar.NoPlace}, skip.Reason) {
				left++
				continue
			}
			line := strings.TrimSpace(fmt.Sprintf("%q %s. %s", skip.Name, skip.Reason, skip.Detail))
			if times[line]++; times[line] == 1 {
				lines = append(lines, line)
			}
		}
		if left > 0 {
			lines = append(lines, fmt.Sprintf("%d events are not held; --skipped names them", left))
		}
		for _, line := range lines {
			if n := times[line]; n > 1 {
				line += fmt.Sprintf(" (%d times)", n)
			}
			_, failed := fmt.Fprintf(out, "%s: %s\n", o.Source, line)
			err = errors.Join(err, failed)
		}
	}
	return err
}

func printLine(table io.Writer, o calendar.Outcome, name, kind string) {
	if r := []rune(name); len(r) > 40 {
		name = string(r[:39]) + "…"
	}
	fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", name, kind,
		o.Listed, o.Withheld, o.Changed, o.Unchanged, o.Claimed, o.TakenDown, o.Gone, o.Stale, o.Ended, o.OneOffs, o.Unread)
}

// progress shows how far a long command is, where somebody looks on; an empty
// text wipes it away.
func (p *program) progress(format string, args ...any) {
	if !isTerminal(p.stderr) {
		return
	}
	fmt.Fprintf(p.stderr, "\r\x1b[K"+format, args...)
}
