package web

import "github.com/gofiber/fiber/v2"

// The pages that only say something.
type (
	aboutPage   struct{ Base }
	privacyPage struct{ Base }
	contactPage struct{ Base }
)

func (*aboutPage) view() string   { return "about" }
func (*privacyPage) view() string { return "privacy" }
func (*contactPage) view() string { return "contact" }

func (s *Server) showAbout(c *fiber.Ctx) error {
	return s.renderOpen(c, &aboutPage{Base{Title: "About"}})
}

func (s *Server) showPrivacy(c *fiber.Ctx) error {
	return s.renderOpen(c, &privacyPage{Base{Title: "Privacy"}})
}

func (s *Server) showContact(c *fiber.Ctx) error {
	return s.renderOpen(c, &contactPage{Base{Title: "Contact"}})
}

// robots lets search engines read what is public and spares them the rest.
func (s *Server) robots(c *fiber.Ctx) error {
	return c.SendString("User-agent: *\n" +
		"Disallow: /account\nDisallow: /address/\nDisallow: /answer/\nDisallow: /api/\nDisallow: /calendar/\nDisallow: /confirm/\nDisallow: /mine\nDisallow: /searches\nDisallow: /settings/\nDisallow: /sign-in\n" +
		"Sitemap: " + s.Site.URL + "/sitemap.xml\n")
}
