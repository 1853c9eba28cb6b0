package web

import (
	"slices"
	"strings"
	"time"

	"regulars/internal/meetings"
)

// dateRow is what the partial date-row shows of a meeting.
type dateRow struct {
	Pause  string // a break instead, in words; the rest is empty then
	URL    string
	Date   time.Time
	Clock  string
	Status string
	Words  string
	Note   string
}

func rowOf(s seat) dateRow {
	row := dateRow{URL: s.URL(), Date: s.Starts, Clock: s.Hours(), Status: string(s.Status), Note: s.Note}
	switch {
	case s.Status == meetings.CalledOff:
		row.Words = s.Reason
	case s.Status == meetings.Moved:
		row.Words = strings.Join(slices.DeleteFunc([]string{s.MovedFrom(), s.Venue}, empty), ", ")
	case s.Coming():
		row.Words = "you are coming" + s.With()
	case s.NotThisTime():
		row.Words = "you said: not this time"
	}
	return row
}

func empty(s string) bool { return s == "" }
