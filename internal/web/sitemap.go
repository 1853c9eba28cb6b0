package web

import (
	"bytes"
	"encoding/xml"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
)

// mostPages is how many addresses a sitemap may hold (sitemaps.org).
const mostPages = 50_000

// sitemap is the file as sitemaps.org describes it.
type sitemap struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []sitemapPage `xml:"url"`
}

type sitemapPage struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// showSitemap tells search engines of every listed group.
func (s *Server) showSitemap(c *fiber.Ctx) error {
	file := sitemap{}
	for _, path := range []string{"/", "/find", "/list", "/about", "/privacy", "/contact"} {
		file.Pages = append(file.Pages, sitemapPage{Loc: s.Site.URL + path})
	}
	listed, err := s.Groups.Slugs(c.UserContext(), "", mostPages-len(file.Pages))
	if err != nil {
		return err
	}
	for _, group := range listed {
		file.Pages = append(file.Pages, s.sitemapPage(group))
	}
	body := bytes.NewBufferString(xml.Header)
	if err := xml.NewEncoder(body).Encode(file); err != nil {
		return err
	}
	return sendTagged(c, fiber.MIMEApplicationXMLCharsetUTF8, keepFeed, body.Bytes())
}

func (s *Server) sitemapPage(group groups.Page) sitemapPage {
	return sitemapPage{s.Site.URL + "/groups/" + group.Slug, group.UpdatedAt.UTC().Format(time.RFC3339)}
}
