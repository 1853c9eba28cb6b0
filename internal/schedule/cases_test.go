package schedule_test

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/schedule"
)

// recurrence is one case of testdata/recurrence.json.gz: what python-dateutil
// gives for a rule in wall time, and which instants those are.
type recurrence struct {
	ID      int
	TZID    string
	DTStart string
	RRule   string
	ExDate  []string
	RDate   []string
	Wall    []string
	UTC     []string
	Done    bool // false: the dates go on after those listed
}

// TestRecurrence holds Between to cases in 17 zones with rules of all kinds,
// starts that the rule does not give, gaps and overlaps.
func TestRecurrence(t *testing.T) {
	t.Parallel()
	cases := readCases(t)
	agreed := 0
	for _, c := range cases {
		if c.agrees(t) {
			agreed++
		}
	}
	t.Logf("%d of %d cases agree", agreed, len(cases))
	if agreed != 600 {
		t.Errorf("%d cases agree, want 600", agreed)
	}
}

func readCases(t testing.TB) []recurrence {
	t.Helper()
	file, err := os.Open("testdata/recurrence.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Cases []recurrence }
	if err := json.NewDecoder(unpacked).Decode(&all); err != nil {
		t.Fatal(err)
	}
	return all.Cases
}

func (c recurrence) agrees(t *testing.T) bool {
	t.Helper()
	s := c.schedule(t)
	end := instant(t, "2100-01-01T00:00:00Z")
	if !c.Done {
		end = compact(t, strings.TrimSuffix(c.UTC[len(c.UTC)-1], "Z")).Instant(time.UTC).Add(time.Second)
	}
	dates := s.Between(instant(t, "1900-01-01T00:00:00Z"), end)
	var walls, instants []string
	for _, d := range dates {
		walls = append(walls, d.Wall.Format("20060102T150405"))
		instants = append(instants, d.Start.UTC().Format("20060102T150405Z"))
	}
	same := slices.Equal(walls, c.Wall) && slices.Equal(instants, c.UTC)
	if !same {
		t.Errorf("case %d: %s %s %s\n got %v\nwant %v\n got %v\nwant %v", c.ID, c.TZID, c.DTStart, c.RRule, walls, c.Wall, instants, c.UTC)
	}
	return same
}

func (c recurrence) schedule(t testing.TB) schedule.Schedule {
	t.Helper()
	rule, err := schedule.ParseRule(c.RRule)
	if err != nil {
		t.Fatalf("case %d: %v", c.ID, err)
	}
	again, err := schedule.ParseRule(rule.String())
	if err != nil || again.String() != rule.String() {
		t.Errorf("case %d: %q is read back as %q, %v", c.ID, rule, again, err)
	}
	s := schedule.Schedule{Start: compact(t, c.DTStart), Zone: zone(t, c.TZID), Length: time.Hour, Rule: rule}
	for _, text := range c.ExDate {
		s.Except = append(s.Except, compact(t, text))
	}
	for _, text := range c.RDate {
		s.Extra = append(s.Extra, compact(t, text))
	}
	return s
}

// compact reads a wall time as calendars write it.
func compact(t testing.TB, text string) schedule.Wall {
	t.Helper()
	at, err := time.Parse("20060102T150405", text)
	if err != nil {
		t.Fatal(err)
	}
	return schedule.WallOf(at, time.UTC)
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}
