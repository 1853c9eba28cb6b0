package web

import "github.com/gofiber/fiber/v2"

// policy lets a page load only what this site serves, and be shown in no frame.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers tells browsers to be strict. It comes before the handlers, which may
// set another policy for a page of theirs, or let it be kept.
func (s *Server) headers(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentSecurityPolicy, policy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")     // links in mails carry secrets
	c.Set(fiber.HeaderCacheControl, "private, no-cache") // unless the handler knows better
	c.Vary(fiber.HeaderAcceptEncoding)
	if isAPI(c) { // knows nobody, so that other sites' pages may read it
		c.Set(fiber.HeaderAccessControlAllowOrigin, "*")
	}
	c.Set(fiber.HeaderPermissionsPolicy, "geolocation=(self), camera=(), microphone=()")
	if s.BaseURL.Scheme == "https" {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
	}
	return c.Next()
}
