package web

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/words"
)

// How many dates the organizers see: all that are made ahead, even of a group
// that meets every day, and those that the pulse looks back on.
const (
	mostComing = 200
	mostPast   = 12
)

// datesPage is what comes and what was.
type datesPage struct {
	organizing
	Words  string // when the group meets
	Coming []gathering
	Past   []gathering
}

func (*datesPage) view() string { return "edit-dates" }

// gathering is one meeting in these lists.
type gathering struct {
	meetings.Meeting
	At   time.Time // its start in the zone of the group
	URL  string
	Came string // how many came, as typed; empty: not said
}

// Hours says from when to when.
func (g gathering) Hours() string { return words.English.Hours(g.At, g.Ends.In(g.At.Location())) }

// People says how many have a place.
func (g gathering) People() string { return plural(g.Going, "person", "people") }

// Off tells whether the meeting is called off.
func (g gathering) Off() bool { return g.Status == meetings.CalledOff }

// Held tells whether somebody said that it took place.
func (g gathering) Held() bool { return g.Status == meetings.Held }

// Moved tells whether it is not when or where it usually is.
func (g gathering) Moved() bool { return g.Status == meetings.Moved }

func gatheringOf(group groups.Group, m meetings.Meeting) gathering {
	row := gathering{Meeting: m, At: m.Starts.In(group.Location()), URL: "/edit/" + group.Slug + "/" + m.Key}
	if m.Came != nil {
		row.Came = strconv.Itoa(*m.Came)
	}
	return row
}

func (s *Server) showEditDates(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	table, err := s.Meetings.Timetable(ctx, group)
	if err != nil {
		return err
	}
	coming, err := s.Meetings.Upcoming(ctx, group.ID, 0, mostComing)
	if err != nil {
		return err
	}
	past, err := s.Meetings.Past(ctx, group.ID, mostPast)
	if err != nil {
		return err
	}
	page := &datesPage{organizing: organizingOf(group, "dates", "Dates"), Words: table.Words(words.English)}
	for _, m := range coming {
		page.Coming = append(page.Coming, gatheringOf(group, m))
	}
	for _, m := range past {
		page.Past = append(page.Past, gatheringOf(group, m))
	}
	return s.render(c, page)
}
