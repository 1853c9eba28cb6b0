package web

import (
	"bytes"
	_ "embed"
	"encoding/json"

	"github.com/gofiber/fiber/v2"
)

// openAPI describes everything under /api. It is written by hand: it is what
// programs may rely on, and a test holds every answer against it.
//
//go:embed openapi.json
var openAPI []byte

// placeholder is the server in the file.
const placeholder = `"https://regulars.example"`

// describeAPI gives the description, with this site as its server.
func (s *Server) describeAPI(c *fiber.Ctx) error {
	url, err := json.Marshal(s.Site.URL)
	if err != nil {
		return err
	}
	return sendTagged(c, fiber.MIMEApplicationJSON, keepFeed, bytes.Replace(openAPI, []byte(placeholder), url, 1))
}
