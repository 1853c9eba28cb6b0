package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
)

// sameSite refuses what another site's page makes a visitor's browser send.
// Browsers say where a request comes from, by Sec-Fetch-Site where they are
// recent and by Origin where they are not. What says neither is no browser, or
// one so old that the cookie's SameSite and the lack of anything better remain.
func (s *Server) sameSite(c *fiber.Ctx) error {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return c.Next() // change nothing
	}
	if strings.HasPrefix(c.Path(), unsubscribePath) {
		return c.Next() // mail programs post there; the link alone is the permission
	}
	allowed := true
	if site := c.Get("Sec-Fetch-Site"); site != "" {
		allowed = site == "same-origin" || site == "none"
	} else if origin := c.Get(fiber.HeaderOrigin); origin != "" {
		allowed = origin == s.origin()
	}
	if !allowed {
		return fault.New(fault.Forbidden, "That came from another site, so nothing was changed. Please do it from a page of %s.", s.Site.Name)
	}
	return c.Next()
}

// origin is BASE_URL's origin as browsers write it.
func (s *Server) origin() string { return s.BaseURL.Scheme + "://" + s.BaseURL.Host }
