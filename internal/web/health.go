package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/postgres"
	"regulars/migrations"
)

// healthz says that the process lives.
func (s *Server) healthz(c *fiber.Ctx) error { return c.SendString("alive\n") }

// readyz says whether the site can serve: the database answers, its schema is
// the one that this program knows, and the gazetteer is loaded. Each line names
// what is missing.
func (s *Server) readyz(c *fiber.Ctx) error {
	ctx := c.UserContext()
	c.Set(fiber.HeaderCacheControl, "no-store")
	missing := ""
	if err := s.DB.Ping(ctx); err != nil {
		missing += "the database does not answer\n"
	} else if current, err := postgres.Migrated(ctx, s.DB, migrations.Files); err != nil || !current {
		missing += "the schema is not the current one\n"
	}
	if s.Places == nil {
		missing += "the gazetteer is not loaded\n"
	}
	if missing != "" {
		return c.Status(fiber.StatusServiceUnavailable).SendString(missing)
	}
	return c.SendString("ready\n")
}
