package search

import (
	"fmt"
	"testing"
	"time"

	"regulars/internal/meetings"
)

func TestBeatsComeBack(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 9, 1, 19, 30, 0, 0, time.UTC)
	var beats []meetings.Beat
	for i, status := range []meetings.Status{meetings.Held, meetings.CalledOff, meetings.On, meetings.Moved, meetings.Expected} {
		starts := at.AddDate(-1, 0, 7*i)
		beats = append(beats, meetings.Beat{Starts: starts, Ends: starts.Add(time.Duration(i) * 45 * time.Minute), Status: status})
	}
	back := readBeats(writeBeats(beats))
	for i, beat := range beats {
		if len(back) != len(beats) || back[i].Status != beat.Status || !back[i].Starts.Equal(beat.Starts) || !back[i].Ends.Equal(beat.Ends) {
			t.Fatalf("%v becomes %v", beats, back)
		}
	}
	if none := readBeats(writeBeats(nil)); none != nil {
		t.Errorf("none becomes %v", none)
	}
}

func TestOtherVersionsBeats(t *testing.T) {
	t.Parallel()
	for _, text := range []string{" ", "h", "h1", "h1+", "+", "h+120", "x1+2", `[{"Starts": 1}]`, "h1+2 ", "h1+2  h1+2", "h99999999999999999999+1"} {
		if beats := readBeats(text); beats != nil {
			t.Errorf("%q gives %v", text, fmt.Sprint(beats))
		}
	}
}
