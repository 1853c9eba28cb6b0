// Package web answers browsers and programs: it reads requests, asks the
// packages of the domain, and shows what they say. It is the only package that
// knows Fiber. Open routes.go first: it lists every address there is.
package web

import (
	"context"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"

	"regulars/internal/calendar"
	"regulars/internal/feed"
	"regulars/internal/groups"
	"regulars/internal/limits"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
	"regulars/internal/search"
	"regulars/internal/token"
	"regulars/internal/wishes"
)

// Bounds of one request.
const (
	answerWithin = 10 * time.Second // work for one request ends then
	readWithin   = 15 * time.Second
	writeWithin  = 30 * time.Second
	idleWithin   = 2 * time.Minute
	longestBody  = 1 << 20 // bytes
)

// Deps is what the pages stand on.
type Deps struct {
	DB        *postgres.DB
	Members   *members.Store
	Groups    *groups.Store
	Meetings  *meetings.Store
	Calendars *calendar.Follower
	Search    *search.Service
	Reminders *reminders.Service
	Wishes    *wishes.Service
	Places    *place.Gazetteer
	Limits    *limits.Counter
	Signer    token.Signer
	Site      Site
	BaseURL   *url.URL       // how the world reaches the site; links are built from it alone
	Proxies   []netip.Prefix // web servers in front, whose word about who asks is taken; may be none
	Now       func() time.Time
	Log       *slog.Logger
}

// Server is the site.
type Server struct {
	Deps
	app     *fiber.App
	views   views
	feeds   *feed.Feeds
	metrics *metrics
}

// New builds the site. It panics if one of its own templates does not parse,
// which no environment can cause.
func New(deps Deps) *Server {
	deps.Site.URL = strings.TrimSuffix(deps.BaseURL.String(), "/")
	s := &Server{Deps: deps, views: parseViews(), metrics: newMetrics(deps)}
	s.feeds = feed.New(deps.Groups, deps.Meetings, deps.BaseURL, deps.Now)
	s.app = fiber.New(fiber.Config{
		ErrorHandler:          s.answer,
		DisableStartupMessage: true,
		Immutable:             true, // strings outlive the request they came with
		UnescapePath:          true,
		BodyLimit:             longestBody,
		ReadBufferSize:        16 << 10, // a line of filters and a cookie fit
		WriteBufferSize:       16 << 10, // a page of a dozen groups goes out at once
		ReadTimeout:           readWithin,
		WriteTimeout:          writeWithin,
		IdleTimeout:           idleWithin,
	})
	s.app.Use(compress.New(compress.Config{Level: compress.LevelBestSpeed}), s.observe, s.headers, s.deadline, s.sameSite)
	for _, r := range s.routes() {
		s.add(r)
	}
	return s
}

// Serve serves on a listener that somebody opened, until Shutdown.
func (s *Server) Serve(listener net.Listener) error { return s.app.Listener(listener) }

// Shutdown takes no more requests and waits for those under way, until ctx ends.
func (s *Server) Shutdown(ctx context.Context) error { return s.app.ShutdownWithContext(ctx) }

// add registers a route, for HEAD too where there is GET.
func (s *Server) add(r route) {
	handler := func(c *fiber.Ctx) error {
		c.Locals(routeKey, r.path)
		return r.handler(c)
	}
	s.app.Add(r.method, r.path, handler)
	if r.method == fiber.MethodGet {
		s.app.Add(fiber.MethodHead, r.path, handler)
	}
}

// deadline gives the request a context that ends. Only this context goes below
// this package.
func (s *Server) deadline(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), answerWithin)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}
