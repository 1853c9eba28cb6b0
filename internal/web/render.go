package web

import (
	"bytes"
	"embed"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/members"
	files "regulars/views"
)

// Site is what every page says about the site itself.
type Site struct {
	Name    string // SITE_NAME
	Contact string // SITE_CONTACT, empty if the host gave none
	Version string // of the program
	URL     string // BASE_URL without a slash at its end
}

// Base is what every page embeds. A handler sets the Title; the rest is filled
// in when the page is shown.
type Base struct {
	Site   Site
	Member *members.Member // nil when signed out
	Path   string
	Flash  string // what just happened, in a sentence
	Title  string
}

func (b *Base) base() *Base { return b }

// page is a struct that embeds Base and names the file in views that shows it.
type page interface {
	base() *Base
	view() string
}

// views are the templates by their file's name without the suffix. Each page
// has a set of its own, so that no page can overwrite a block of another.
type views map[string]*template.Template

func parseViews() views {
	written := withAssets{files.Files}
	shared := template.Must(template.New("").Funcs(funcs).
		ParseFS(written, "layouts/*.html", "partials/*.html"))
	names, err := fs.Glob(written, "*.html")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	sets := views{}
	for _, name := range names {
		set := template.Must(shared.Clone())
		sets[strings.TrimSuffix(path.Base(name), ".html")] = template.Must(set.ParseFS(written, name))
	}
	return sets
}

// withAssets are the files of views in which the folder of assets stands already: it is
// the same as long as the program runs.
type withAssets struct{ embed.FS }

// ReadFile is what template.ParseFS reads a file with.
func (w withAssets) ReadFile(name string) ([]byte, error) {
	text, err := w.FS.ReadFile(name)
	return bytes.ReplaceAll(text, []byte("{{assets}}"), []byte(assetURL(""))), err
}

// render shows a page to whoever asks.
func (s *Server) render(c *fiber.Ctx, p page) error {
	if _, err := s.member(c); err != nil {
		return err
	}
	s.fillCached(c, p.base())
	p.base().Flash = s.takeFlash(c)
	return s.show(c, p)
}

// refuse shows a form again with what is wrong with it and what was typed: 422
// if it is Invalid, 409 if it came too late, 429 if it comes too often. Any other
// error is given back.
func (s *Server) refuse(c *fiber.Ctx, err error, form *Form, p page) error {
	if !mendable(err) {
		return err
	}
	form.take(err)
	verdict := verdicts[fault.KindOf(err)]
	retryAfter(c, verdict, err)
	return s.render(c.Status(verdict.status), p)
}

// mendable tells whether whoever sent a form can send it again with more success.
func mendable(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.TooOften:
		return true
	}
	return false
}

// fillCached fills a base page with what is known without asking the database,
// which an error page must not do.
func (s *Server) fillCached(c *fiber.Ctx, b *Base) {
	b.Site, b.Path, b.Member = s.Site, c.Path(), known(c)
}

// show executes a page into the body of the answer, whose memory the server uses
// again. Half a page is never sent: what fails half-way is taken back.
func (s *Server) show(c *fiber.Ctx, p page) error {
	c.Response().ResetBody()
	err := s.views.write(c.Response().BodyWriter(), p)
	if err != nil {
		c.Response().ResetBody()
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return nil
}

func (v views) write(w io.Writer, p page) (err error) {
	defer fault.Wrap(&err, "show page %s", p.view())
	return v[p.view()].ExecuteTemplate(w, "base", p)
}
