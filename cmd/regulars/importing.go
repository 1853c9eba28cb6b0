package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"text/tabwriter"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/fault"
)

// importCalendars reads calendars as listings. A calendar that cannot be read
// gets a line on stderr and exit status 1; the others are kept.
func importCalendars(ctx context.Context, p *program, args []string) error {
	flags := newFlags("import")
	near := flags.String("near", "", "")
	asJSON := flags.Bool("json", false, "")
	if err := parse(flags, args, -1); err != nil {
		return err
	}
	switch {
	case flags.NArg() == 0:
		return usageError{"needs the files or addresses of calendars"}
	case *near == "":
		return usageError{`needs to know where the groups are: --near "Asheville, North Carolina"`}
	}
	s, close, err := p.openSite(ctx, time.Now)
	if err != nil {
		return err
	}
	defer close()
	where, err := s.gazetteer.Find(*near)
	if err != nil {
		return err
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
		err = printTable(p.stdout, outcomes)
	}
	return errors.Join(err, refused(p.stderr, outcomes))
}

func source(name string) calendar.Source {
	if strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") {
		return calendar.Source{Name: name, Open: func(ctx context.Context) (io.ReadCloser, time.Time, error) {
			return fetch(ctx, name)
		}}
	}
	return calendar.File(name)
}

// fetchWithin is how long a calendar may take to come.
const fetchWithin = 30 * time.Second

// fetch opens a calendar on the web, and tells when it was last changed if the
// server says so.
func fetch(ctx context.Context, url string) (io.ReadCloser, time.Time, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, time.Time{}, fault.Because(err, fault.Invalid, "This is no address that can be fetched.")
	}
	request.Header.Set("User-Agent", "Regulars (calendar import)")
	client := http.Client{Timeout: fetchWithin}
	response, err := client.Do(request)
	if err != nil {
		return nil, time.Time{}, fault.Because(err, fault.Unavailable, "The calendar cannot be fetched at the moment.")
	}
	if response.StatusCode != http.StatusOK {
		response.Body.Close()
		return nil, time.Time{}, fault.New(fault.Unavailable, "The calendar cannot be fetched: the server answers %s.", response.Status)
	}
	modified, err := http.ParseTime(response.Header.Get("Last-Modified"))
	if err != nil {
		modified = time.Time{}
	}
	return response.Body, modified, nil
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
