package schedule_test

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/schedule"
)

// refused are the parts of a rule that we do not take, and a word of the sentence
// that says why.
var refused = []struct{ part, why string }{
	{"FREQ=HOURLY", "more often than once a day"},
	{"FREQ=MINUTELY", "more often than once a day"},
	{"FREQ=SECONDLY", "more often than once a day"},
	{"BYWEEKNO=", "name the months or the weekdays instead"},
	// Several times a day are several schedules.
	{"BYHOUR=", "a second schedule for a second time"},
	{"BYMINUTE=", "a second schedule for a second time"},
	{"BYSECOND=", "a second schedule for a second time"},
}

// recurrenceCase is one case in the form of libical's file icalrecur_test.txt.
type recurrenceCase struct {
	rule, start string
	startAt     string // from here on only, if it is there
	instances   string // with commas between; "***" and a reason if libical refuses the rule
}

// TestLibical holds Between to cases of our own in the form of libical's, and to those
// of libical itself, which are no part of this project, where REGULARS_LIBICAL names their
// file. A rule gives exactly the dates listed there, or it is refused for a reason named
// above.
func TestLibical(t *testing.T) {
	if agreed := holdsTo(t, readLibical(t, "testdata/rules.txt")); agreed != 22 {
		t.Errorf("%d cases of our own give their dates, want 22", agreed)
	}
	if name := os.Getenv("REGULARS_LIBICAL"); name != "" {
		t.Run("its own", func(t *testing.T) {
			cases := readLibical(t, name)
			fmt.Printf("libical: %d cases\n", len(cases))
			agreed := holdsTo(t, cases)
			t.Logf("%d cases give their dates, %d are refused", agreed, len(cases)-agreed)
		})
	}
}

// holdsTo tells how many of the cases give their dates; the others are refused.
func holdsTo(t *testing.T, cases []recurrenceCase) (agreed int) {
	t.Helper()
	for _, c := range cases {
		rule, err := schedule.ParseRuleFrom(c.rule, libicalWall(t, c.start))
		if err != nil {
			c.mayBeRefused(t, err)
			continue
		}
		c.agrees(t, rule)
		agreed++
	}
	return agreed
}

func (c recurrenceCase) mayBeRefused(t *testing.T, err error) {
	t.Helper()
	e, ok := fault.As(err)
	for _, r := range refused {
		if ok && strings.Contains(c.rule, r.part) && strings.Contains(e.Text, r.why) {
			return
		}
	}
	t.Errorf("%s is refused: %v", c.rule, err)
}

// agrees compares all dates, and those from START-AT on, at which a rule is not
// begun anew but entered in its midst.
func (c recurrenceCase) agrees(t *testing.T, rule schedule.Rule) {
	t.Helper()
	var want []schedule.Wall
	for text := range strings.SplitSeq(c.instances, ",") {
		want = append(want, libicalWall(t, text))
	}
	s := schedule.Schedule{Start: libicalWall(t, c.start), Rule: rule}
	c.compare(t, s, s.Start, want)
	if c.startAt != "" {
		from := libicalWall(t, c.startAt)
		c.compare(t, s, from, slices.DeleteFunc(want, func(w schedule.Wall) bool { return w.Before(from) }))
	}
}

func (c recurrenceCase) compare(t *testing.T, s schedule.Schedule, from schedule.Wall, want []schedule.Wall) {
	t.Helper()
	var got []schedule.Wall
	for _, date := range s.Between(from.Instant(nil), instant(t, "2150-01-01T00:00:00Z")) {
		got = append(got, date.Wall)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s from %s\n got %v\nwant %v", c.rule, from, got, want)
	}
}

// libicalWall reads a time, or a day, of libical's file. Those in UTC are taken
// as they stand there.
func libicalWall(t *testing.T, text string) schedule.Wall {
	t.Helper()
	for _, layout := range []string{"20060102T150405", "20060102T150405Z", "20060102"} {
		if at, err := time.Parse(layout, text); err == nil {
			return schedule.WallOf(at, nil)
		}
	}
	t.Fatalf("%q is no time", text)
	return schedule.Wall{}
}

func readLibical(t *testing.T, name string) (cases []recurrenceCase) {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var c recurrenceCase
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		property, value, _ := strings.Cut(strings.TrimSpace(lines.Text()), ":")
		switch property {
		case "RRULE":
			c = recurrenceCase{rule: value}
		case "DTSTART":
			c.start = value
		case "START-AT":
			c.startAt = value
		case "INSTANCES":
			c.instances = value
			cases = append(cases, c)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return cases
}
