package feed

import (
	"bytes"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/emersion/go-ical"
)

// refresh is how often programs are asked to look again.
const refresh = "PT2H"

// calendar is one VCALENDAR.
type calendar struct {
	name, about string
	page        string         // where people can read the same
	source      string         // where the calendar itself is; empty if that is a secret
	zone        *time.Location // that most of its people live by
	events      []event
}

// bytes writes the calendar as RFC 5545 wants it on the wire.
func (c calendar) bytes(now time.Time) ([]byte, error) {
	head := ical.NewCalendar()
	for name, value := range map[string]string{
		ical.PropVersion: "2.0", ical.PropProductID: "-//Regulars//Regulars//EN", ical.PropCalendarScale: "GREGORIAN",
		ical.PropMethod: "PUBLISH", // not REQUEST: that would make mail programs ask for a second yes
		ical.PropName:   escape(c.name), "X-WR-CALNAME": escape(c.name), "X-WR-CALDESC": escape(c.about),
		"X-WR-TIMEZONE": c.zone.String(), ical.PropURL: clean(c.page), "X-PUBLISHED-TTL": refresh,
	} {
		set(head.Component, name, value)
	}
	setTyped(head, ical.PropRefreshInterval, ical.ValueDuration, refresh)
	setTyped(head, ical.PropSource, ical.ValueURI, clean(c.source))
	for _, zone := range c.zones() {
		head.Children = append(head.Children, timezone(zone, c.earliest(now), now))
	}
	for _, e := range c.events {
		head.Children = append(head.Children, e.component())
	}
	var text bytes.Buffer
	if err := ical.NewEncoder(&text).Encode(head); err != nil {
		return nil, err
	}
	return fold(text.Bytes()), nil
}

func setTyped(c *ical.Calendar, name string, kind ical.ValueType, value string) {
	if value == "" {
		return
	}
	p := ical.NewProp(name)
	p.Value = value
	p.Params.Set(ical.ParamValue, string(kind))
	c.Props.Set(p)
}

// zones are those that the calendar has to explain: its own, which keeps it from
// being empty, and those of its events.
func (c calendar) zones() []*time.Location {
	zones, seen := []*time.Location{c.zone}, map[string]bool{c.zone.String(): true, "UTC": true}
	for _, e := range c.events {
		for _, zone := range []*time.Location{e.start.zone, e.instead.zone} {
			if zone != nil && !seen[zone.String()] {
				seen[zone.String()] = true
				zones = append(zones, zone)
			}
		}
	}
	return zones
}

// earliest is the first moment that the calendar tells of.
func (c calendar) earliest(now time.Time) time.Time {
	for _, e := range c.events {
		if at := e.start.instant(); at.Before(now) {
			now = at
		}
	}
	return now
}

var escaper = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// escape writes text as the value of a property.
func escape(text string) string { return clean(escaper.Replace(text)) }

// clean drops what no line may hold.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// longestLine is how many bytes a line may have, its end not counted.
const longestLine = 75

// fold breaks lines that are too long, never inside a character.
func fold(text []byte) []byte {
	folded := make([]byte, 0, len(text)+len(text)/longestLine*3)
	for line := range bytes.SplitSeq(bytes.TrimSuffix(text, []byte("\r\n")), []byte("\r\n")) {
		for room := longestLine; len(line) > room; room = longestLine - 1 { // a space begins the next
			cut := room
			for cut > room-utf8.UTFMax && !utf8.RuneStart(line[cut]) {
				cut--
			}
			folded = append(append(folded, line[:cut]...), "\r\n "...)
			line = line[cut:]
		}
		folded = append(append(folded, line...), "\r\n"...)
	}
	return folded
}
