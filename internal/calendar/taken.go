package calendar

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"regulars/internal/groups"
	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// listing is what is taken of a series.
type listing struct {
	groups.Details
	Timetable   meetings.Timetable
	UIDs        meetings.UIDs
	Withheld    bool
	Fingerprint []byte // of all that is taken
}

func (r *run) listing(s Series) (l listing, err error) {
	l.Details = groups.Details{Name: s.Name, About: s.Description, Zone: s.Zone.String()}
	l.Timetable, l.UIDs, l.Withheld = s.Timetable, s.UIDs, s.Internal
	if l.Name == "" {
		l.Name, l.Withheld = "Untitled", true
	}
	for _, known := range interest.Recognise(s.Name, s.Description) {
		l.Interests = append(l.Interests, known.Slug)
	}
	if r.feed.Kind == Venue && len(l.Interests) == 0 && mute(s) {
		l.Withheld = true
	}
	r.locate(&l.Details, s, r.feed.House)
	origin := r.originOf(s)
	l.Fingerprint, err = l.fingerprint(origin, s.Last)
	if origin.Own && groups.IsWeb(origin.Page) { // stays when somebody claims the listing
		l.Web = origin.Page
	}
	return l, err
}

// fingerprint tells whether anything that is taken has changed.
func (l listing) fingerprint(from Origin, last time.Time) ([]byte, error) {
	type dates struct {
		Start, Zone, Rule string
		Length            time.Duration
		Except, Extra     []string
		Overrides         []string
	}
	taken := struct {
		Details groups.Details
		Page    string
		Own     bool   `json:",omitempty"`
		From    string `json:",omitempty"`
		Last    time.Time
		Dates   []dates
		UIDs    []string
	}{Details: l.Details, Page: from.Page, Own: from.Own, From: from.Calendar, Last: last.UTC()}
	for _, one := range l.Timetable {
		written := dates{Start: one.Start.String(), Zone: one.Zone.String(), Rule: one.Rule.String(), Length: one.Length}
		for _, wall := range one.Except {
			written.Except = append(written.Except, wall.String())
		}
		for _, wall := range one.Extra {
			written.Extra = append(written.Extra, wall.String())
		}
		for _, o := range one.Overrides {
			written.Overrides = append(written.Overrides, fmt.Sprint(o))
		}
		taken.Dates = append(taken.Dates, written)
	}
	for _, names := range []map[schedule.Wall]string{l.UIDs.Series, l.UIDs.Dates} {
		for wall, uid := range names {
			taken.UIDs = append(taken.UIDs, wall.String()+" "+uid)
		}
	}
	slices.Sort(taken.UIDs)
	text, err := json.Marshal(taken)
	sum := sha256.Sum256(text)
	return sum[:], err
}
