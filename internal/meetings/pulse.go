package meetings

import (
	"context"
	"fmt"
	"slices"
	"time"

	"regulars/internal/fault"
)

// pulseOf is how many past meetings the pulse looks back on.
const pulseOf = 12

// Pulse is how it has been going: the share and size of the meetings that really
// took place lately.
type Pulse struct {
	Held      int    // took place, as an organizer said
	Of        int    // past meetings looked at, at most 12
	Low, High int    // usual number of people, 0 if nobody counted
	Beats     []Beat // those meetings in order of time, then the one under way or next
}

// Beat is one meeting in the pulse.
type Beat struct {
	Starts time.Time `db:"starts_at"`
	Ends   time.Time `db:"ends_at"`
	Status Status    `db:"status"`
	Came   *int      `db:"came"`
}

// Known tells whether there is anything to say: at least one meeting was said to
// have taken place. Silence is not death; nobody may have noted it.
func (p Pulse) Known() bool { return p.Held > 0 }

// Words says the pulse in a sentence, or "" if there is nothing to say.
func (p Pulse) Words() string {
	if !p.Known() {
		return ""
	}
	said := fmt.Sprintf("Met %d of the last %d times", p.Held, p.Of)
	if p.Held == 1 && p.Of == 1 {
		said = "Met the last time"
	}
	switch {
	case p.High == 0:
		return said
	case p.Low == p.High:
		return fmt.Sprintf("%s, usually %d people", said, p.High)
	default:
		return fmt.Sprintf("%s, usually %d to %d people", said, p.Low, p.High)
	}
}

// Pulse looks back on a group's last meetings and ahead to the next one.
func (s *Store) Pulse(ctx context.Context, group int64) (p Pulse, err error) {
	defer fault.Wrap(&err, "pulse of group %d", group)
	err = s.db.Select(ctx, &p.Beats, `
		(SELECT starts_at, ends_at, status, came FROM meetings
		 WHERE group_id = $1 AND ends_at <= $2 ORDER BY starts_at DESC LIMIT $3)
		UNION ALL
		(SELECT starts_at, ends_at, status, came FROM meetings
		 WHERE group_id = $1 AND ends_at > $2 ORDER BY starts_at LIMIT 1)
		ORDER BY starts_at`, group, s.now(), pulseOf)
	if err != nil {
		return Pulse{}, err
	}
	return take(p.Beats, s.now()), nil
}

// take counts the pulse of some beats in order of time.
func take(beats []Beat, now time.Time) Pulse {
	p := Pulse{Beats: beats}
	var sizes []int
	for _, beat := range beats {
		if beat.Ends.After(now) { // one under way may still be said to be held
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
