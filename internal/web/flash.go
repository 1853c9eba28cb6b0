package web

import (
	"encoding/base64"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
)

const (
	flashCookie  = "flash"
	longestFlash = 600 // bytes
)

// done answers a post that succeeded: it goes on to another page, which says in
// one sentence what happened; nothing is said if words is empty.
func (s *Server) done(c *fiber.Ctx, path, words string) error {
	if words != "" {
		s.setCookie(c, flashCookie, base64.RawURLEncoding.EncodeToString([]byte(words)), time.Minute)
	}
	return c.Redirect(path, fiber.StatusSeeOther)
}

// takeFlash gives the sentence that waits to be said, and forgets it. It is
// escaped like all text, so one that somebody made up does no harm.
func (s *Server) takeFlash(c *fiber.Ctx) string {
	kept := c.Cookies(flashCookie)
	if kept == "" {
		return ""
	}
	s.setCookie(c, flashCookie, "", -time.Hour)
	words, err := base64.RawURLEncoding.DecodeString(kept)
	if err != nil || len(words) > longestFlash || !utf8.Valid(words) {
		return ""
	}
	return string(words)
}
