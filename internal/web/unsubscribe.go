package web

import (
	"github.com/gofiber/fiber/v2"
)

// unsubscribePath is where the List-Unsubscribe of a mail leads.
const unsubscribePath = "/unsubscribe/"

// kindWords say what kinds of mails are, on the page that turns one off.
var kindWords = map[string]string{
	"reminder":        "reminders the day before a meeting",
	"reminder-soon":   "reminders shortly before a meeting",
	"new-face":        "mails about who comes for the first time",
	"meeting-changed": "mails when a meeting you come to is moved or called off",
	"now-claimed":     "mails when something changes about your meetings and groups",
	"note":            "words from the organizers of meetings you come to",
	"week-ahead":      "mails about the week ahead",
}

// unsubscribePage asks whether one kind of mail shall come no more.
type unsubscribePage struct {
	Base
	Kind     string // in words
	Settings string // path of the page with all kinds
}

func (*unsubscribePage) view() string { return "unsubscribe" }

// subscriber finds whose mails of which kind the link in the address is about.
func (s *Server) subscriber(c *fiber.Ctx) (member int64, kind string, err error) {
	kind = c.Params("kind")
	member, err = s.Signer.Verify("unsubscribe "+kind, c.Params("token"))
	return member, kind, err
}

func (s *Server) settingsPath(member int64) string {
	return "/settings/" + s.Signer.Sign("settings", member)
}

func (s *Server) showUnsubscribe(c *fiber.Ctx) error {
	id, kind, err := s.subscriber(c)
	if err != nil {
		return err
	}
	if _, err := s.Members.ByID(c.UserContext(), id); err != nil {
		return err
	}
	return s.render(c, &unsubscribePage{Base{Title: "No more of these mails?"}, kindWords[kind], s.settingsPath(id)})
}

// unsubscribe turns a kind of mail off. Mail programs ask for it with a body of
// their own (RFC 8058): they get a plain answer, without cookie or redirect. It
// does not ask who is signed in: the link says whose mails these are.
func (s *Server) unsubscribe(c *fiber.Ctx) error {
	id, kind, err := s.subscriber(c)
	if err != nil {
		return err
	}
	if err := s.Members.Unsubscribe(c.UserContext(), id, kind); err != nil {
		return err
	}
	if readForm(c).Value("List-Unsubscribe") != "" {
		return c.SendString("Unsubscribed.\n")
	}
	return s.done(c, s.settingsPath(id), "Saved. You get no more "+kindWords[kind]+".")
}
