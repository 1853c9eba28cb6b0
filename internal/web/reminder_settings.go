package web

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/members"
	"regulars/internal/postgres"
)

// remindersPage is where "fewer reminders, or none" of a mail leads: which mails
// a member gets, by kind and by group. Whoever has the mail may settle it, so
// nobody has to sign in.
type remindersPage struct {
	Base
	Form   *Form
	Groups []groups.Joined
	Stop   string // path of "no mails at all"
}

func (*remindersPage) view() string { return "reminders" }

// Organizes tells whether there are newcomers to hear of.
func (p *remindersPage) Organizes() bool { return organizesOne(p.Groups) }

func organizesOne(joined []groups.Joined) bool {
	return slices.ContainsFunc(joined, func(g groups.Joined) bool { return g.Role == groups.Organizer })
}

// Hours are the hours of the day before that one can choose.
func (p *remindersPage) Hours() (hours []option) {
	for h := members.EarliestHour; h <= members.LatestHour; h++ {
		hours = append(hours, option{Value: strconv.Itoa(h), Label: strconv.Itoa(h) + ":00"})
	}
	return tickedOf(p.Form, "at", hours)
}

// Before are the hours before the start that one can choose.
func (p *remindersPage) Before() (hours []option) {
	for h := 1; h <= members.MostHours; h++ {
		hours = append(hours, option{Value: strconv.Itoa(h), Label: strconv.Itoa(h)})
	}
	return tickedOf(p.Form, "hours", hours)
}

// Languages are those in which mails are written.
func (p *remindersPage) Languages() []option { return languages(p.Form) }

// reminded finds whose reminders the link in the address is about.
func (s *Server) reminded(c *fiber.Ctx) (m members.Member, err error) {
	id, err := s.Signer.Verify("settings", c.Params("token"))
	if err != nil {
		return m, err
	}
	return s.Members.ByID(c.UserContext(), id)
}

func (s *Server) showReminders(c *fiber.Ctx) error {
	m, err := s.reminded(c)
	if err != nil {
		return err
	}
	page, err := s.remindersPage(c, m)
	if err != nil {
		return err
	}
	return s.render(c, page)
}

func (s *Server) remindersPage(c *fiber.Ctx, m members.Member) (*remindersPage, error) {
	joined, err := s.Groups.Of(c.UserContext(), m.ID)
	if err != nil {
		return nil, err
	}
	form := filled(map[string]string{
		"at": strconv.Itoa(m.RemindAt), "hours": strconv.Itoa(m.RemindHours), "zone": m.Zone, "language": m.Language,
	})
	form.tick("day_before", m.RemindDayBefore)
	form.tick("hours_before", m.RemindHoursBefore)
	form.tick("changes", m.TellChanges)
	form.tick("newcomers", m.TellNewcomers)
	form.tick("notes", m.TellNotes)
	form.tick("week", m.TellWeek)
	for _, group := range joined {
		if !group.Muted {
			form.values["group"] = append(form.values["group"], group.Slug)
		}
	}
	return &remindersPage{Base{Title: "Your mails"}, form, joined, s.settingsPath(m.ID) + "/stop"}, nil
}

// tick fills a box in.
func (f *Form) tick(name string, on bool) {
	if on {
		f.values[name] = []string{"on"}
	}
}

func (s *Server) saveReminders(c *fiber.Ctx) error {
	m, err := s.reminded(c)
	if err != nil {
		return err
	}
	page, err := s.remindersPage(c, m)
	if err != nil {
		return err
	}
	form := readForm(c)
	kept, err := s.keepReminders(c, m, form, page.Groups)
	if err != nil {
		page.Form = form
		return s.refuse(c, err, form, page)
	}
	return s.done(c, c.Path(), settledWords(kept))
}

// keepReminders keeps what was chosen. A box that the form does not hold is not ticked,
// which turns that mail off; any other field that it does not hold stays as it is.
func (s *Server) keepReminders(c *fiber.Ctx, m members.Member, form *Form, joined []groups.Joined) (kept members.Preferences, err error) {
	kept = m.Preferences
	kept.RemindDayBefore, kept.RemindHoursBefore = form.Bool("day_before"), form.Bool("hours_before")
	kept.TellChanges = form.Bool("changes")
	if organizesOne(joined) {
		kept.TellNewcomers = form.Bool("newcomers")
	}
	kept.TellNotes, kept.TellWeek = form.Bool("notes"), form.Bool("week")
	if at, said := form.Int("at", members.EarliestHour, members.LatestHour); said {
		kept.RemindAt = at
	}
	if hours, said := form.Int("hours", 1, members.MostHours); said {
		kept.RemindHours = hours
	}
	zone, language := form.lineOr("zone", 100, m.Zone), form.lineOr("language", 40, m.Language)
	if err := form.Err(); err != nil {
		return kept, err
	}
	ctx := c.UserContext()
	return kept, s.DB.InTx(ctx, func(tx postgres.Conn) error {
		in := s.Members.In(tx)
		if err := in.SetPreferences(ctx, m.ID, kept); err != nil {
			return err
		}
		if err := in.SetZone(ctx, m.ID, zone); err != nil {
			return err
		}
		if err := in.SetLanguage(ctx, m.ID, language); err != nil {
			return err
		}
		return s.Groups.In(tx).Mute(ctx, m.ID, unticked(joined, form.Many("group")))
	})
}

// unticked are the slugs of the groups about which no mails are wanted.
func unticked(joined []groups.Joined, wanted []string) (muted []string) {
	for _, group := range joined {
		if !slices.Contains(wanted, group.Slug) {
			muted = append(muted, group.Slug)
		}
	}
	return muted
}

func (s *Server) stopEverything(c *fiber.Ctx) error {
	m, err := s.reminded(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if err := s.Members.In(tx).StopEverything(ctx, m.ID); err != nil {
			return err
		}
		return s.Wishes.In(tx).End(ctx, m.ID)
	})
	if err != nil {
		return err
	}
	return s.done(c, s.settingsPath(m.ID), "Saved. No more mails come, but those you ask for, such as a link to sign in.")
}

func settledWords(p members.Preferences) string {
	before := fmt.Sprintf("%d hours before", p.RemindHours)
	if p.RemindHours == 1 {
		before = "an hour before"
	}
	switch {
	case p.RemindDayBefore && p.RemindHoursBefore:
		return fmt.Sprintf("Saved. Reminders come at %d:00 the day before, and %s.", p.RemindAt, before)
	case p.RemindDayBefore:
		return fmt.Sprintf("Saved. Reminders come at %d:00 the day before.", p.RemindAt)
	case p.RemindHoursBefore:
		return "Saved. Reminders come " + before + "."
	default:
		return "Saved. No more reminders come."
	}
}
