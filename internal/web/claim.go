package web

import (
	"cmp"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// claimPage is where somebody says that an imported listing is theirs to run.
type claimPage struct {
	Base
	Form  *Form
	Group groups.Group
}

func (*claimPage) view() string { return "claim" }

func claimOf(group groups.Group, form *Form) *claimPage {
	return &claimPage{Base{Title: "Is " + group.Name + " your group?"}, form, group}
}

func (s *Server) showClaim(c *fiber.Ctx) error {
	group, _, err := s.pressed(c)
	if err != nil {
		return err
	}
	if group.Claimed {
		return s.done(c, groupPath(group.Slug), "This group has an organizer already.")
	}
	return s.render(c, claimOf(group, nil))
}

func (s *Server) claim(c *fiber.Ctx) error {
	group, who, err := s.pressed(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	words, name := form.Prose("words", 1000), cmp.Or(who.Name, form.Line("name", members.LongestName))
	if err = form.Err(); err == nil {
		err = s.keepClaim(c, group.ID, who.ID, name, words)
	}
	if err != nil {
		return s.refuse(c, err, form, claimOf(group, form))
	}
	return s.done(c, groupPath(group.Slug), "Thank you. Those who run this site look at it and write to "+who.Email+".")
}

// keepClaim keeps a claim, with the name by which whoever makes it will be known.
func (s *Server) keepClaim(c *fiber.Ctx, group, member int64, name, words string) error {
	ctx := c.UserContext()
	return s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if err := s.Members.In(tx).SetName(ctx, member, name); err != nil {
			return err
		}
		claim, err := s.Groups.In(tx).Claim(ctx, group, member, words)
		if err != nil {
			return err
		}
		hosts, err := s.Members.In(tx).Hosts(ctx)
		if err != nil {
			return err
		}
		for _, host := range hosts {
			mail := reminders.Mail{Kind: "claim-received", Email: host, Language: languageOf(c).Tag(), About: reminders.About{Claim: claim}}
			if err := reminders.Post(ctx, tx, s.Now(), mail); err != nil {
				return err
			}
		}
		return nil
	})
}
