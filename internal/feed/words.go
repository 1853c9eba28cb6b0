package feed

import (
	"strings"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
)

const dayAndTime = "Monday 2 January, 15:04"

// askFirst is what every date says that nobody has confirmed.
const askFirst = "Expected, from a public calendar. Nobody from the group has confirmed it: ask before you go."

// describe is what an event says about its group.
func describe(g groups.Group) string {
	var said []string
	if !g.Claimed {
		said = append(said, askFirst)
	}
	said = append(said, plain(g.About))
	for _, one := range []struct{ label, text string }{
		{"Come in: ", g.ComeIn}, {"Look for: ", g.LookFor}, {"Bring: ", g.Bring}, {"Cost: ", g.Cost}, {"Way: ", g.Directions},
	} {
		if one.text != "" {
			said = append(said, one.label+one.text)
		}
	}
	return lines(said...)
}

// movedWords says what is different about a meeting that was moved.
func movedWords(m meetings.Meeting, zone *time.Location) string {
	if m.Starts.Equal(m.Original.Instant(zone)) {
		return "At another place this once"
	}
	return "Moved from " + m.Original.Format(dayAndTime) + " to " + m.Starts.In(zone).Format(dayAndTime)
}

// because adds a reason, where there is one.
func because(said, reason string) string {
	if reason == "" {
		return said + "."
	}
	return said + ": " + reason
}

// lines puts paragraphs under each other; empty ones are left out.
func lines(paragraphs ...string) string {
	var said []string
	for _, p := range paragraphs {
		if p = strings.TrimSpace(p); p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, "\n\n")
}

// plain takes the marks of markdown away that read badly as they stand.
func plain(markdown string) string {
	return strings.TrimSpace(strings.NewReplacer("**", "", "__", "", "\n# ", "\n", "\n## ", "\n", "`", "").Replace(markdown))
}

// locate is the place in one line, from the venue to the town.
func locate(g groups.Group) string {
	said := ""
	for _, part := range []string{g.Venue, g.Address, g.Town} {
		switch {
		case part == "" || strings.Contains(said, part):
		case said == "":
			said = part
		default:
			said += ", " + part
		}
	}
	if g.Online && g.Venue == "" {
		return "Online"
	}
	return said
}
