package web

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

const (
	routeKey = "route" // in the request's locals: the path as routes.go writes it
	noRoute  = "none"
)

// observe is around everything: it turns failures and panics into answers, and
// counts and logs each request with the status it really got.
func (s *Server) observe(c *fiber.Ctx) error {
	start := s.Now()
	if err := guarded(c); err != nil {
		if err := s.answer(c, err); err != nil {
			return err
		}
	}
	took := s.Now().Sub(start)
	s.metrics.count(routeOf(c), c.Response().StatusCode(), took)
	s.log(c, took)
	return nil
}

// guarded runs the rest; a panic becomes an internal error with its stack.
func guarded(c *fiber.Ctx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return c.Next()
}

// log writes one line a request, without the query, which says where people are,
// and without paths that hold a secret.
func (s *Server) log(c *fiber.Ctx, took time.Duration) {
	route, path := routeOf(c), c.Path()
	if route == noRoute || strings.Contains(route, ":token") {
		path = route
	}
	s.Log.LogAttrs(c.UserContext(), slog.LevelInfo, "request",
		slog.String("method", c.Method()), slog.String("path", path),
		slog.Int("status", c.Response().StatusCode()), slog.Duration("took", took))
}

// routeOf gives the route that answers, as routes.go writes it.
func routeOf(c *fiber.Ctx) string {
	if route, ok := c.Locals(routeKey).(string); ok {
		return route
	}
	return noRoute
}
