package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// isAPI tells whether a program asks, whose errors are problems and no pages.
func isAPI(c *fiber.Ctx) bool {
	path := strings.ToLower(c.Path()) // routes do not mind capitals
	return path == "/api" || strings.HasPrefix(path, "/api/")
}

// problemBody is an error as RFC 9457 describes it.
type problemBody struct {
	Type   string            `json:"type"`
	Title  string            `json:"title"`
	Status int               `json:"status"`
	Detail string            `json:"detail"`
	Errors map[string]string `json:"errors,omitempty"` // parameter → what is wrong with it
}

// unrouted is what programs read where no route fits.
var unrouted = map[int]string{
	http.StatusNotFound:         "There is nothing at this address. /api/openapi.json describes all there is.",
	http.StatusMethodNotAllowed: "This address only answers GET and HEAD; nothing was changed.",
}

// problem answers a program whose request led to err.
func problem(c *fiber.Ctx, err error, status int, text string, fields map[string]string) error {
	var e *fiber.Error
	if errors.As(err, &e) && unrouted[e.Code] != "" {
		status, text = e.Code, unrouted[e.Code]
	}
	if len(fields) > 1 {
		text = "Several parameters cannot be used as they are; errors says why."
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	err = c.Status(status).JSON(problemBody{"about:blank", http.StatusText(status), status, text, fields})
	c.Set(fiber.HeaderContentType, "application/problem+json")
	return err
}
