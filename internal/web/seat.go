package web

import (
	"fmt"
	"strconv"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/words"
)

// seat is a meeting and the place that whoever asks has at it: the box with the
// buttons, on the group's page and on the meeting's own.
type seat struct {
	meetings.Meeting        // times in the group's zone
	Slug             string // of the group
	Capacity         int    // 0: no limit
	Habit            string // completes "I come …"; empty: it is a single date, or they have said so
	Said             string // the same as they said it; empty: they did not
	Stands           bool   // comes every time, on this day
	SignedIn         bool
	Nameless         bool   // whoever signed in has given no name yet
	Form             *Form  // what was typed and could not be done; nil: nothing
	Back             string // the page that shows the box
	now              time.Time
}

// local gives a meeting's times in the zone of its group.
func local(m meetings.Meeting, zone *time.Location) meetings.Meeting {
	m.Starts, m.Ends = m.Starts.In(zone), m.Ends.In(zone)
	return m
}

// habitOf completes "I come …"; empty for a group that meets only once.
func habitOf(table meetings.Timetable) string {
	if len(table) == 0 || len(table) == 1 && table[0].Rule.IsZero() && len(table[0].Extra) == 0 {
		return ""
	}
	return table.Habit(words.English)
}

// State names what can be said and done about the meeting.
func (s seat) State() string {
	switch {
	case s.Status == meetings.CalledOff:
		return "off"
	case !s.now.Before(s.Ends):
		return "over"
	case s.Started(s.now):
		return "now"
	case s.Status == meetings.Expected:
		return "expected"
	case s.Coming() && s.Stands:
		return "standing"
	case s.Coming():
		return "coming"
	case s.Left(s.Capacity) == 0:
		return "full"
	case s.NotThisTime():
		return "declined"
	default:
		return "open"
	}
}

// URL is the address of the meeting.
func (s seat) URL() string { return meetingPath(s.Slug, s.Key) }

func groupPath(slug string) string { return "/groups/" + slug }

func meetingPath(slug, key string) string { return groupPath(slug) + "/" + key }

// Soon says how far away it is: "In two days".
func (s seat) Soon() string { return soon(s.Starts, s.now) }

// Hours is from when to when.
func (s seat) Hours() string { return hours(s.Starts, s.Ends) }

// OnDay completes "I'm coming …": the weekday is clear only within a week.
func (s seat) OnDay() string {
	if daysBetween(s.now.In(s.Starts.Location()), s.Starts) < 7 {
		return "on " + words.English.Weekday(s.Starts.Weekday())
	}
	return "on " + words.English.DayMonth(s.Starts)
}

// Count says how many come, and how many places are left.
func (s seat) Count() string {
	said := plural(s.Going, "person is coming", "people are coming")
	switch {
	case s.Going == 0:
		said = "Nobody has taken a place yet"
	case s.Coming() && s.Going == 1+s.MyFriends:
		said = "Nobody else has taken a place yet"
	}
	if s.Capacity == 0 {
		return said + "."
	}
	return said + "; " + plural(s.Left(s.Capacity), "place is", "places are") + " left."
}

// With completes "You are coming": ", with a friend".
func (s seat) With() string {
	switch s.MyFriends {
	case 0:
		return ""
	case 1:
		return ", with a friend"
	default:
		return fmt.Sprintf(", with %d friends", s.MyFriends)
	}
}

// Parties are the choices of who comes along: only for as many as there is room; none
// where there is room for one.
func (s seat) Parties() []party {
	most := meetings.MostFriends
	if s.Capacity > 0 {
		room := s.Left(s.Capacity)
		if s.Coming() {
			room += 1 + s.MyFriends
		}
		most = min(most, room-1)
	}
	if most < 1 {
		return nil
	}
	choices := []party{{0, "Just me"}, {1, "Me and a friend"}}
	for n := 2; n <= most; n++ {
		choices = append(choices, party{n, fmt.Sprintf("Me and %d friends", n)})
	}
	return choices
}

// Chosen is how many friends come, or were to come before something else was wrong.
func (s seat) Chosen() int {
	if n, err := strconv.Atoi(s.Form.Value("friends")); err == nil {
		return n
	}
	return s.MyFriends
}

// party is one person with friends.
type party struct {
	Friends int
	Words   string
}

// MovedFrom says when the meeting would have been; empty if its time stays.
func (s seat) MovedFrom() string { return movedFrom(s.Meeting, s.Starts.Location()) }

func movedFrom(m meetings.Meeting, zone *time.Location) string {
	was := m.Original.Instant(zone).In(zone)
	switch {
	case m.Status != meetings.Moved || was.Equal(m.Starts):
		return ""
	case was.Format(time.DateOnly) == m.Starts.In(zone).Format(time.DateOnly):
		return words.English.Say("moved.from", words.Data{"When": clock(was)})
	default:
		return words.English.Say("moved.from", words.Data{"When": words.English.ShortDay(was)})
	}
}

// seatOf is the place of a member (nil: nobody signed in) at a meeting.
func (s *Server) seatOf(m meetings.Meeting, group groups.Group, v visitor) seat {
	return seat{
		Meeting: local(m, group.Location()), Slug: group.Slug, Capacity: group.Capacity,
		Habit: v.habit, Said: v.said, Stands: v.stands && v.days.Hold(m.Original),
		SignedIn: v.id != 0, Nameless: v.nameless, now: s.Now(),
	}
}
