package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
)

const (
	calendarType = "text/calendar; charset=utf-8"
	atomType     = "application/atom+xml; charset=utf-8"
)

// groupCalendar is a group as a calendar that programs can follow.
func (s *Server) groupCalendar(c *fiber.Ctx) error {
	group, gone, err := s.groupOfFeed(c, ".ics")
	if gone || err != nil {
		return err
	}
	body, err := s.feeds.Group(c.UserContext(), group)
	if err != nil {
		return err
	}
	return sendTagged(c, calendarType, keepFeed, body)
}

// groupNews is what is new in a group.
func (s *Server) groupNews(c *fiber.Ctx) error {
	group, gone, err := s.groupOfFeed(c, ".atom")
	if gone || err != nil {
		return err
	}
	body, err := s.feeds.News(c.UserContext(), group)
	if err != nil {
		return err
	}
	return sendTagged(c, atomType, keepFeed, body)
}

// meetingCalendar is one meeting, to be put into a calendar once.
func (s *Server) meetingCalendar(c *fiber.Ctx) error {
	group, gone, err := s.groupOfFeed(c, "/"+c.Params("key")+".ics")
	if gone || err != nil {
		return err
	}
	body, meeting, err := s.feeds.Meeting(c.UserContext(), group, c.Params("key"))
	if err != nil {
		return err
	}
	if meeting.Key != c.Params("key") { // that is the date it was moved to
		return c.Redirect("/groups/"+group.Slug+"/"+meeting.Key+".ics", http.StatusFound)
	}
	return sendTagged(c, calendarType, keepFeed, body)
}

// groupOfFeed finds the group whose feed is asked for; gone tells that the
// visitor was sent on from the group's old address.
func (s *Server) groupOfFeed(c *fiber.Ctx, rest string) (group groups.Group, gone bool, err error) {
	group, err = s.Groups.BySlug(c.UserContext(), c.Params("slug"))
	if err != nil || group.Slug == c.Params("slug") {
		return group, false, err
	}
	return group, true, c.Redirect("/groups/"+group.Slug+rest, http.StatusMovedPermanently)
}

// memberCalendar is a member's own calendar. Whoever has the address may read
// it: calendar programs cannot sign in.
func (s *Server) memberCalendar(c *fiber.Ctx) error {
	link, err := s.Signer.Verify("calendar", c.Params("token"))
	if err != nil {
		return err
	}
	member, err := s.Members.ByCalendarLink(c.UserContext(), link)
	if err != nil {
		return err
	}
	body, err := s.feeds.Member(c.UserContext(), member)
	if err != nil {
		return err
	}
	c.Set("X-Robots-Tag", "noindex")
	return sendTagged(c, calendarType, "private, max-age=300", body)
}

// renewCalendar makes the address of a member's calendar, or another one.
func (s *Server) renewCalendar(c *fiber.Ctx) error {
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	before, err := s.Members.CalendarLink(c.UserContext(), m.ID)
	if err != nil {
		return err
	}
	if err := s.Members.RenewCalendar(c.UserContext(), m.ID); err != nil {
		return err
	}
	said := "Your calendar has an address now."
	if before != 0 {
		said = "Your calendar has a new address. The one before leads nowhere now."
	}
	return s.done(c, "/account#calendar", said)
}

// endCalendar takes the address away.
func (s *Server) endCalendar(c *fiber.Ctx) error {
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	if err := s.Members.EndCalendar(c.UserContext(), m.ID); err != nil {
		return err
	}
	return s.done(c, "/account#calendar", "Your calendar has no address any more.")
}

// ownCalendar is a member's calendar with its secret address; nil if it has none.
func (s *Server) ownCalendar(c *fiber.Ctx, member int64) (*follow, error) {
	link, err := s.Members.CalendarLink(c.UserContext(), member)
	if err != nil || link == 0 {
		return nil, err
	}
	own := s.follow("/calendar/"+s.Signer.Sign("calendar", link)+".ics", s.Site.Name)
	return &own, nil
}

// follow is a calendar with the links that make programs follow it.
type follow struct {
	File   string // its address
	News   string // the address of the same as news; empty: there are none
	Name   string
	Webcal string // for the calendar of this device: Apple, Thunderbird and most others
}

func (s *Server) follow(path, name string) follow {
	file := s.Site.URL + path
	_, rest, _ := strings.Cut(file, "://")
	return follow{File: file, Name: name, Webcal: "webcal://" + rest}
}

// alternates tell programs in the head of a page what can be followed.
func alternates(f follow) template.HTML {
	m := newMarkup()
	if f.News != "" {
		m.raw(`<link rel="alternate" type="application/atom+xml" title="`).text(f.Name).raw(`" href="`).text(f.News).raw("\">\n")
	}
	m.raw(`<link rel="alternate" type="text/calendar" title="`).text(f.Name).raw(`" href="`).text(f.File).raw(`">`)
	return m.html()
}

// followHTML is a list of the ways to follow a calendar.
func followHTML(f follow) template.HTML {
	const away = `" rel="nofollow noopener noreferrer">`
	google, outlook := url.Values{"cid": {f.Webcal}}, url.Values{"url": {f.File}, "name": {f.Name}}
	m := newMarkup()
	m.raw(`<ul class="actions"><li><a class="btn quiet" href="`).text(f.Webcal).raw(`">Apple or this device</a></li>
<li><a class="btn quiet" href="https://calendar.google.com/calendar/render?`).text(google.Encode()).raw(away, `Google</a></li>
<li><a class="btn quiet" href="https://outlook.live.com/calendar/0/addfromweb?`).text(outlook.Encode()).raw(away, `Outlook</a></li>
<li><a class="btn plain" href="`).text(f.File).raw(`">File (.ics)</a></li></ul>`)
	return m.html()
}
