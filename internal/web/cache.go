package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/cespare/xxhash/v2"
	"github.com/gofiber/fiber/v2"
)

// How long what is the same for everyone may be kept, by browsers and by proxies
// on the way: a minute of pages carries a busy day.
const (
	keepPage = "public, max-age=60"
	keepFeed = "public, max-age=900"
	keepWord = "public, max-age=3600" // completion
)

// renderOpen is render for a page that every stranger sees alike, which may be
// kept then. To others it is their own.
func (s *Server) renderOpen(c *fiber.Ctx, p page) error {
	c.Vary(fiber.HeaderCookie)
	if !stranger(c) {
		return s.render(c, p)
	}
	s.fillCached(c, p.base())
	if err := s.show(c, p); err != nil {
		return err
	}
	tag(c, keepPage)
	return nil
}

// stranger tells whether a request brings nothing that a page could depend on.
func stranger(c *fiber.Ctx) bool {
	return c.Cookies(sessionCookie) == "" && c.Cookies(flashCookie) == ""
}

// sendTagged sends what is asked for again and again.
func sendTagged(c *fiber.Ctx, kind, keep string, body []byte) error {
	c.Set(fiber.HeaderContentType, kind)
	c.Response().SetBodyRaw(body)
	tag(c, keep)
	return nil
}

// tag lets an answer be kept, and makes it 304 for those who have it. The tag is weak
// since what is sent may be compressed.
func tag(c *fiber.Ctx, keep string) {
	c.Set(fiber.HeaderETag, `W/"`+strconv.FormatUint(xxhash.Sum64(c.Response().Body()), 16)+`"`)
	c.Set(fiber.HeaderCacheControl, keep)
	if c.Get(fiber.HeaderIfNoneMatch) != "" && c.Fresh() { // a date alone would always be fresh to Fiber
		c.Status(http.StatusNotModified)
		c.Response().ResetBody()
		c.Response().Header.Del(fiber.HeaderContentType)
	}
}

// sendJSON is sendTagged for programs.
func sendJSON(c *fiber.Ctx, keep string, value any) error {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false) // no page holds it, and addresses stay readable
	if err := encoder.Encode(value); err != nil {
		return err
	}
	return sendTagged(c, fiber.MIMEApplicationJSON, keep, bytes.TrimSpace(body.Bytes()))
}
