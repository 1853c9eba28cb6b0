package web

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/reminders"
	"regulars/internal/words"
)

// What the buttons of a group do: the last part of their addresses.
const (
	toCome  = "come"
	toStand = "stand"
	toJoin  = "join"
	toSave  = "save"
)

// press is a button by which somebody takes a place or joins. It works for those too
// who have yet to sign in: that goes on to the button's own address, with what was
// chosen behind the question mark, and the button of the mailed link presses both.
type press struct {
	does    string
	group   groups.Group
	meeting meetings.Meeting // to come to, in the group's zone
	table   meetings.Timetable
	friends int
	name    string // what who pressed may be called; often empty
	back    string // the page that the button stands on
}

// button answers one of them.
func (s *Server) button(does string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		group, err := s.group(c)
		if err != nil {
			return err
		}
		who, err := s.member(c)
		if err != nil {
			return err
		}
		form, said := readForm(c), ""
		p, err := s.readPress(c.UserContext(), does, group, c.Params("key"), form)
		p.back = onward(c)
		switch {
		case err != nil:
		case who == nil:
			if err = p.possible(s); err == nil {
				return toSignIn(c, p.address())
			}
		default:
			said, err = s.take(c.UserContext(), p, who)
		}
		switch {
		case err == nil:
			return s.done(c, p.back, said)
		case does == toCome:
			return s.refuseAtMeeting(c, group, form, err)
		}
		return s.refuseAtGroup(c, group, form, err)
	}
}

// toSignIn leads to signing in, and from there on.
func toSignIn(c *fiber.Ctx, onward string) error {
	return c.Redirect(signInPath(onward), fiber.StatusSeeOther)
}

func signInPath(onward string) string { return "/sign-in?onward=" + url.QueryEscape(onward) }

// readPress reads what a button's form holds.
func (s *Server) readPress(ctx context.Context, does string, group groups.Group, key string, form *Form) (p press, err error) {
	p = press{does: does, group: group, name: form.Line("name", members.LongestName)}
	p.friends, _ = form.Int("friends", 0, meetings.MostFriends)
	if err := form.Err(); err != nil {
		return p, err
	}
	switch does {
	case toCome:
		p.meeting, err = s.Meetings.ByKey(ctx, group, key, 0)
		p.meeting = local(p.meeting, group.Location())
	case toStand:
		p.table, err = s.Meetings.Timetable(ctx, group)
	}
	return p, err
}

// pressAt finds the button whose address this is; nil if it is none, or what it was
// about has gone.
func (s *Server) pressAt(ctx context.Context, address string) (*press, error) {
	u, err := url.Parse(members.LocalPath(address))
	if err != nil || members.LocalPath(u.Path) == "" {
		return nil, nil
	}
	slug, key, does := "", "", ""
	switch parts := strings.Split(u.Path, "/"); {
	case len(parts) == 4 && parts[1] == "groups" && (parts[3] == toStand || parts[3] == toJoin || parts[3] == toSave):
		slug, does = parts[2], parts[3]
	case len(parts) == 5 && parts[1] == "groups" && parts[4] == toCome:
		slug, key, does = parts[2], parts[3], toCome
	default:
		return nil, nil
	}
	var p press
	group, err := s.Groups.BySlug(ctx, slug)
	if err == nil {
		friends := filled(map[string]string{"friends": u.Query().Get("friends")})
		p, err = s.readPress(ctx, does, group, key, friends)
	}
	if _, gone := fault.As(err); gone {
		return nil, nil
	}
	if p.back = members.LocalPath(u.Query().Get("back")); p.back == "" {
		p.back = groupPath(slug)
	}
	return &p, err
}

// address is where the button is, with what was chosen.
func (p press) address() string {
	path, chosen := groupPath(p.group.Slug)+"/"+p.does, url.Values{"back": {p.back}}
	if p.does == toCome {
		path = meetingPath(p.group.Slug, p.meeting.Key) + "/" + p.does
	}
	if p.friends > 0 {
		chosen.Set("friends", strconv.Itoa(p.friends))
	}
	if whole := members.LocalPath(path + "?" + chosen.Encode()); whole != "" {
		return whole
	}
	return path // the page it stands on has too long an address
}

// possible spares whoever is not signed in the way for nothing.
func (p press) possible(s *Server) error {
	if p.does != toCome {
		return nil
	}
	return p.meeting.Attend(s.Now(), p.friends, p.meeting.Going, p.group.Capacity)
}

// take does what was pressed, for a member, and says so.
func (s *Server) take(ctx context.Context, p press, who *members.Member) (said string, err error) {
	if p.name != "" && who.Name == "" {
		if err := s.Members.SetName(ctx, who.ID, p.name); err != nil {
			return "", err
		}
	}
	switch p.does {
	case toCome:
		return s.takePlace(ctx, p, who)
	case toStand:
		return s.takeStanding(ctx, p, who)
	}
	return s.belong(ctx, p.group, who)
}

// errand is what was pressed, as the pages of signing in say it.
type errand struct {
	Words  string // "I'm coming to Hill Street Chorus on Tuesday 8 September"
	Then   string // completes "One press on the page behind the link …"
	Button string
	Place  bool // it is about one, so that others want to know who comes
}

// errand puts a press into words; nil for none.
func (s *Server) errand(p *press) *errand {
	if p == nil {
		return nil
	}
	with := seat{Meeting: meetings.Meeting{MyFriends: p.friends}}.With()
	name := p.group.Name
	switch p.does {
	case toCome:
		day := date(p.meeting.Starts, s.Now())
		return &errand{"I'm coming to " + name + " on " + day + with, "takes your place", "Sign in and take my place", true}
	case toStand:
		return &errand{"I come to " + name + " " + p.table.Habit(words.English) + with, "keeps your place each time", "Sign in and keep my place", true}
	case toSave:
		return &errand{"Save " + name + " and remind me", "saves it", "Sign in and save it", false}
	}
	return &errand{"Join " + name, "makes you a member of the group", "Sign in and join", false}
}

// letter is what the mail with the link says of a press, in its language.
func (p *press) letter(link int64, l *words.Language) reminders.About {
	about := reminders.About{Link: link}
	if p != nil {
		about.Does, about.Group, about.Meeting = p.does, p.group.ID, p.meeting.ID
		about.Habit = p.table.Habit(l)
	}
	return about
}
