package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/members"
)

const (
	sessionCookie = "session"
	memberKey     = "member" // in the request's locals: *members.Member, nil when signed out
)

// How long browsers keep the session's cookie: as long as they agree to. The
// database decides when the session really ends.
const cookieLasts = 400 * 24 * time.Hour

// member gives who asks, nil if nobody signed in. The database is asked once a
// request, and only if there is a cookie.
func (s *Server) member(c *fiber.Ctx) (*members.Member, error) {
	if m, asked := c.Locals(memberKey).(*members.Member); asked {
		return m, nil
	}
	m, err := s.lookUp(c)
	if err == nil {
		c.Locals(memberKey, m)
	}
	return m, err
}

// known gives who asks if that was found out already.
func known(c *fiber.Ctx) *members.Member {
	m, _ := c.Locals(memberKey).(*members.Member)
	return m
}

func (s *Server) lookUp(c *fiber.Ctx) (*members.Member, error) {
	secret := sessionOf(c)
	if secret == "" {
		return nil, nil
	}
	m, err := s.Members.BySession(c.UserContext(), secret)
	if fault.KindOf(err) == fault.SignIn {
		return nil, nil
	}
	return &m, err
}

// signedIn gives who asks; fault.SignIn, which leads to signing in and back, if
// nobody signed in.
func (s *Server) signedIn(c *fiber.Ctx) (*members.Member, error) {
	m, err := s.member(c)
	if err == nil && m == nil {
		err = fault.New(fault.SignIn, "Please sign in first.")
	}
	return m, err
}

// host gives who asks if they host the site; fault.SignIn or fault.Forbidden
// otherwise.
func (s *Server) host(c *fiber.Ctx) (*members.Member, error) {
	m, err := s.signedIn(c)
	if err == nil && !m.Host {
		err = fault.New(fault.Forbidden, "This page is for those who run this site.")
	}
	return m, err
}

func sessionOf(c *fiber.Ctx) string {
	secret := c.Cookies(sessionCookie)
	if len(secret) > 100 { // none of ours
		return ""
	}
	return secret
}

func (s *Server) setSession(c *fiber.Ctx, secret string) {
	s.setCookie(c, sessionCookie, secret, cookieLasts)
	c.Locals(memberKey, nil) // to be looked up anew
}

func (s *Server) clearSession(c *fiber.Ctx) {
	s.setCookie(c, sessionCookie, "", -time.Hour)
	c.Locals(memberKey, (*members.Member)(nil))
}

// setCookie sets a cookie that scripts cannot read and other sites' forms do not
// carry. A negative life removes it.
func (s *Server) setCookie(c *fiber.Ctx, name, value string, life time.Duration) {
	c.Cookie(&fiber.Cookie{
		Name:     name,
		Value:    value,
		Path:     "/",
		Expires:  s.Now().Add(life),
		HTTPOnly: true,
		Secure:   s.BaseURL.Scheme == "https",
		SameSite: fiber.CookieSameSiteLaxMode,
	})
}
