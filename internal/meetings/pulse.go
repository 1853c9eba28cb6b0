package meetings

import (
	"context"
	"slices"
	"time"

	"regulars/internal/fault"
	"regulars/internal/words"
)

// PulseOver is how many past meetings the pulse looks back on.
const PulseOver = 12

// Pulse is how it has been going: the share and size of the meetings that really
// took place lately.
type Pulse struct {
	Held      int    // took place, as an organizer said
	Of        int    // past meetings looked at, at most 12; 0 if none ever was held
	Low, High int    // usual number of people, 0 if nobody counted
	Beats     []Beat // those meetings in order of time, or all that are over if none ever was held; then the one under way or next
}

// Beat is one meeting in the pulse.
type Beat struct {
	Starts time.Time `db:"starts_at"`
	Ends   time.Time `db:"ends_at"`
	Status Status    `db:"status"`
	Came   *int      `db:"came"`
}

// Known tells whether there is anything to say: at least one meeting ever was said to
// have taken place. Silence before that is not death; nobody may have noted it.
func (p Pulse) Known() bool { return p.Of > 0 }

// Silent tells whether meetings are over and none of them ever was said to have taken
// place.
func (p Pulse) Silent(now time.Time) bool {
	return !p.Known() && len(p.Beats) > 0 && !p.Beats[0].Ends.After(now)
}

// Words says the pulse in a sentence, or "" if there is nothing to say: "Met 11 of
// the last 12 Tuesdays, usually 6 to 9 people". Weekdays are those of the zone.
func (p Pulse) Words(l *words.Language, zone *time.Location) string {
	if !p.Known() {
		return ""
	}
	if p.Held == 0 {
		return l.Count("pulse.none", p.Of)
	}
	said := l.Count("pulse", p.Held, words.Data{"Of": p.Of})
	if day, weekly := p.weekday(zone); weekly {
		said = l.Count("pulse.weekday", p.Held, words.Data{"Of": p.Of, "Weekdays": l.HabitWeekday(day)})
	}
	if p.Held == 1 && p.Of == 1 {
		said = l.Say("pulse.only")
	}
	switch {
	case p.High == 0:
		return said
	case p.Low == p.High:
		return l.Count("pulse.people", p.High, words.Data{"Pulse": said})
	}
	return l.Say("pulse.range", words.Data{"Pulse": said, "Low": p.Low, "High": p.High})
}

// weekday is the one that all of the meetings were on, every other one at least a week
// after the one before, with the next to come; false if there is none. Of every other Thursday or the second Saturday nobody
// can say how it went on the last seven Thursdays or Saturdays.
func (p Pulse) weekday(zone *time.Location) (day time.Weekday, weekly bool) {
	if p.Of < 2 || len(p.Beats) < p.Of {
		return 0, false
	}
	day = p.Beats[0].Starts.In(zone).Weekday()
	weeks := 0
	for i, beat := range p.Beats[1:] {
		starts := beat.Starts.In(zone)
		if i+1 < p.Of && starts.Weekday() != day {
			return 0, false
		}
		if p.Beats[i].Starts.In(zone).AddDate(0, 0, 7).Format(time.DateOnly) == starts.Format(time.DateOnly) {
			weeks++
		}
	}
	return day, 2*weeks >= len(p.Beats)-1
}

// Pulse looks back on a group's last meetings and ahead to the next one. What was
// expected while nobody answered for the group says nothing, and neither does what
// its calendar called off then.
func (s *Store) Pulse(ctx context.Context, group int64) (p Pulse, err error) {
	defer fault.Wrap(&err, "pulse of group %d", group)
	err = s.db.Select(ctx, &p.Beats, `
		(SELECT starts_at, ends_at, status, came FROM meetings
		 WHERE group_id = $1 AND ends_at <= $2 AND status <> 'expected'
		   AND NOT (status = 'called_off' AND by_timetable AND starts_at < coalesce(
		       (SELECT max(decided_at) FROM claims WHERE group_id = $1 AND approved), '-infinity'))
		 ORDER BY starts_at DESC LIMIT $3)
		UNION ALL
		(SELECT starts_at, ends_at, status, came FROM meetings
		 WHERE group_id = $1 AND ends_at > $2 ORDER BY starts_at LIMIT 1)
		ORDER BY starts_at`, group, s.now(), PulseOver)
	if err != nil {
		return Pulse{}, err
	}
	if len(p.Beats) == 0 {
		return Pulse{}, nil
	}
	var met bool
	err = s.db.Get(ctx, &met, `
		SELECT EXISTS (SELECT FROM meetings WHERE group_id = $1 AND starts_at < $2 AND status = 'held')`, group, p.Beats[0].Starts)
	return PulseOf(p.Beats, met, s.now()), err
}

// PulseOf counts what Pulse read: some beats in order of time. met tells whether a
// meeting was held before them. Of dates before the first such only those that were
// called off count: of the others nobody said a word, since nobody did so then.
func PulseOf(beats []Beat, met bool, now time.Time) Pulse {
	var p Pulse
	var sizes []int
	for _, beat := range beats {
		over := !beat.Ends.After(now) // one under way may still be said to be held
		met = met || over && beat.Status == Held
		if over && !met && beat.Status != CalledOff {
			continue
		}
		p.Beats = append(p.Beats, beat)
		if !over {
			continue
		}
		p.Of++
		if beat.Status == Held {
			p.Held++
			if beat.Came != nil && *beat.Came > 0 {
				sizes = append(sizes, *beat.Came)
			}
		}
	}
	if !met {
		return Pulse{Beats: beats}
	}
	p.Low, p.High = usual(sizes)
	return p
}

// usual gives the range that the middle of the sizes lies in: one in five at
// either end is left out as unusual.
func usual(sizes []int) (low, high int) {
	if len(sizes) == 0 {
		return 0, 0
	}
	slices.Sort(sizes)
	cut := len(sizes) / 5
	return sizes[cut], sizes[len(sizes)-1-cut]
}
