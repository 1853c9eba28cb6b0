package web

import (
	"io/fs"
	"mime"
	"path"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/public"
)

// mime's own table differs between machines.
var mimes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".svg":         "image/svg+xml",
	".webmanifest": "application/manifest+json",
}

// asset sends a file of package public. Its address changes with its content,
// so browsers may keep it for ever.
func (s *Server) asset(c *fiber.Ctx) error {
	name := c.Params("*")
	if !fs.ValidPath(name) {
		return fault.New(fault.NotFound, "There is no such file.")
	}
	content, err := fs.ReadFile(public.Files, name)
	if err != nil { // also of a directory
		return fault.Because(err, fault.NotFound, "There is no such file.")
	}
	keep := "no-cache"
	if c.Params("version") == public.Version {
		keep = "public, max-age=31536000, immutable"
	}
	kind, known := mimes[path.Ext(name)]
	if !known {
		kind = mime.TypeByExtension(path.Ext(name))
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderCacheControl, keep)
	return c.Send(content)
}
