package web

import (
	"html/template"
	"strings"
	"time"

	"regulars/internal/meetings"
	"regulars/internal/words"
)

// strip is the pulse as a row of patches.
type strip struct {
	Marks []string // oldest first: held, off (called off), unsaid (past, nobody said), open (to come)
	Words string   // what the patches show, for whoever cannot see them
}

// stripOf draws the pulse of a group.
func stripOf(p meetings.Pulse, now time.Time) strip {
	s := strip{Marks: make([]string, len(p.Beats))}
	for i, beat := range p.Beats {
		s.Marks[i] = markOf(beat, now)
	}
	var said []string
	for _, mark := range marks {
		if n := s.count(mark); n > 0 {
			said = append(said, markWords(words.English, mark, n))
		}
	}
	s.Words = words.English.Say("pulse.patches", words.Data{"Patches": strings.Join(said, ", ")})
	return s
}

func (s strip) count(mark string) (n int) {
	for _, m := range s.Marks {
		if m == mark {
			n++
		}
	}
	return n
}

// marks are how patches can look, in the order in which they are said.
var marks = []string{"held", "off", "unsaid", "open"}

// markWords says what so many patches of a mark show.
func markWords(l *words.Language, mark string, n int) string {
	switch mark {
	case "held":
		return l.Count("pulse.held", n)
	case "off":
		return l.Count("pulse.called-off", n)
	case "unsaid":
		return l.Count("pulse.unsaid", n)
	}
	return l.Count("pulse.to-come", n)
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

// patches is the strip as it stands in a page.
func patches(s strip) template.HTML {
	m := newMarkup()
	s.addTo(m)
	return m.html()
}

func (s strip) addTo(m *markup) {
	m.raw(`<span class="pulse" role="img" aria-label="`).text(s.Words).raw(`">`)
	for _, mark := range s.Marks {
		m.raw(`<i class="`, mark, `"></i>`)
	}
	m.raw(`</span>`)
}
