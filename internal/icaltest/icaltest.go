// Package icaltest lets tests ask ical.js, a reader of calendars that is not ours,
// what it finds in them. It runs in Node, with what package.json lists.
package icaltest

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// Occurrence is what ical.js finds in a calendar.
type Occurrence struct {
	UID     string `json:"uid"`
	Start   int64  `json:"start"` // Unix seconds
	End     int64  `json:"end"`
	Status  string `json:"status"`
	Summary string `json:"summary"`
	Repeats bool   `json:"repeats"` // it is one of a series
	Day     bool   `json:"day"`     // it has no time
}

// String says when it is, and its status.
func (o Occurrence) String() string {
	at := func(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }
	return at(o.Start) + " to " + at(o.End) + " " + o.Status
}

// Read expands calendars: what starts in [from, to), in order.
func Read(t testing.TB, from, to time.Time, calendars ...string) [][]Occurrence {
	t.Helper()
	type question struct {
		ICS  string `json:"ics"`
		From int64  `json:"from"`
		To   int64  `json:"to"`
	}
	var asked bytes.Buffer
	for _, ics := range calendars {
		if err := json.NewEncoder(&asked).Encode(question{ics, from.Unix(), to.Unix()}); err != nil {
			t.Fatal(err)
		}
	}
	var said bytes.Buffer
	_, here, _, _ := runtime.Caller(0)
	reader := exec.CommandContext(t.Context(), "node", filepath.Join(filepath.Dir(here), "expand.mjs"))
	reader.Stdin, reader.Stderr = &asked, &said
	answered, err := reader.Output()
	if err != nil {
		t.Fatalf("ical.js did not read it (`make deps` installs it): %v\n%s", err, said.String())
	}
	found := make([][]Occurrence, len(calendars))
	answers := json.NewDecoder(bytes.NewReader(answered))
	for i := range found {
		if err := answers.Decode(&found[i]); err != nil {
			t.Fatal(err)
		}
	}
	return found
}
