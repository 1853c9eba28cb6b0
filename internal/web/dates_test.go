package web

import (
	"testing"
	"time"

	"regulars/internal/meetings"
)

func TestWordsForTimes(t *testing.T) {
	t.Parallel()
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, newYork)
	}
	evening := at(11, 24, 18, 30)
	for got, want := range map[string]string{
		string(moment(evening)):                        `<time datetime="2026-11-24T18:30-05:00">Tuesday 24 November, 18:30</time>`,
		date(evening, at(1, 1, 0, 0)):                  "Tuesday 24 November",
		date(evening, at(12, 31, 23, 0).UTC()):         "Tuesday 24 November",
		date(evening, at(1, 1, 0, 0).AddDate(1, 0, 0)): "Tuesday 24 November 2026",
		hours(evening, evening):                        "18:30",
		hours(evening, evening.Add(2*time.Hour).UTC()): "18:30 to 20:30",
		hours(at(11, 24, 22, 0), at(11, 25, 1, 0)):     "22:00 to 01:00",
		hours(evening, evening.Add(40*time.Hour)):      "18:30 to Thursday 26 November, 10:30",
		soon(evening, at(11, 24, 9, 0)):                "This evening",
		soon(at(11, 24, 10, 0), at(11, 24, 9, 0)):      "Today",
		soon(evening, at(11, 23, 23, 59)):              "Tomorrow",
		soon(evening, at(11, 23, 23, 59).UTC()):        "Tomorrow",
		soon(at(11, 2, 9, 0), at(10, 31, 23, 0)):       "In 2 days", // the clocks went back between
		soon(evening, at(11, 11, 9, 0)):                "In 13 days",
		soon(evening, at(11, 1, 9, 0)):                 "In 3 weeks",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestStrip(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	beat := func(weeks int, status meetings.Status) meetings.Beat {
		return meetings.Beat{Starts: now.AddDate(0, 0, 7*weeks), Status: status}
	}
	got := stripOf(meetings.Pulse{Beats: []meetings.Beat{
		beat(-4, meetings.Held), beat(-3, meetings.Held), beat(-2, meetings.CalledOff), beat(-1, meetings.On), beat(1, meetings.Moved),
	}}, now)
	want := "One patch a meeting: 2 took place, 1 was called off, 1 passed without a word, 1 is to come"
	if got.Words != want {
		t.Errorf("said %q, want %q", got.Words, want)
	}
	if len(got.Marks) != 5 || got.Marks[0] != "held" || got.Marks[2] != "off" || got.Marks[3] != "unsaid" || got.Marks[4] != "open" {
		t.Errorf("marks are %v", got.Marks)
	}
}
