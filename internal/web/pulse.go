package web

import (
	"strings"
	"time"

	"regulars/internal/meetings"
)

// strip is the pulse as a row of patches.
type strip struct {
	Marks []string // oldest first, as the partial "pulse" names them
	Words string   // what the patches show, for whoever cannot see them
}

// stripOf draws the pulse of a group.
func stripOf(p meetings.Pulse, now time.Time) strip {
	var s strip
	counts := map[string]int{}
	for _, beat := range p.Beats {
		mark := markOf(beat, now)
		s.Marks = append(s.Marks, mark)
		counts[mark]++
	}
	var said []string
	for _, mark := range []struct{ name, one, many string }{
		{"held", "took place", "took place"},
		{"off", "was called off", "were called off"},
		{"unsaid", "passed without a word", "passed without a word"},
		{"open", "is to come", "are to come"},
	} {
		if n := counts[mark.name]; n > 0 {
			said = append(said, plural(n, mark.one, mark.many))
		}
	}
	s.Words = "One patch a meeting: " + strings.Join(said, ", ")
	return s
}

func markOf(beat meetings.Beat, now time.Time) string {
	switch {
	case beat.Status == meetings.CalledOff:
		return "off"
	case beat.Status == meetings.Held:
		return "held"
	case beat.Starts.After(now), beat.Ends.After(now):
		return "open"
	default:
		return "unsaid"
	}
}
