package feed

import (
	"strings"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/words"
)

// describe is what an event says about its group, in the words of a language.
func describe(g groups.Group, l *words.Language) string {
	var said []string
	if !g.Claimed {
		said = append(said, l.Say("reminder.ask-first"))
	}
	said = append(said, plain(g.About))
	for _, one := range []struct{ label, text string }{
		{l.Say("visit.come-in"), g.ComeIn}, {l.Say("visit.look-for"), g.LookFor}, {l.Say("visit.bring"), g.Bring},
		{l.Say("visit.cost"), g.Cost}, {l.Say("visit.directions"), g.Directions},
	} {
		if one.text != "" {
			said = append(said, one.label+": "+one.text)
		}
	}
	return lines(said...)
}

// movedWords says what is different about a meeting that was moved.
func movedWords(m meetings.Meeting, zone *time.Location, l *words.Language) string {
	if m.Starts.Equal(m.Original.Instant(zone)) {
		return l.Say("moved.place")
	}
	return l.Say("moved.from-to", words.Data{
		"From": l.Moment(m.Original), "To": l.Moment(m.Starts.In(zone)),
	})
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
	if g.Online && g.Venue == "" {
		return "Online"
	}
	return strings.Join(g.AddressLines(), ", ")
}
