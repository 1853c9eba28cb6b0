package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/feed"
	"regulars/internal/search"
	"regulars/internal/words"
)

// followed is how many groups a search tells programs of that follow it.
const followed = 50

// findCalendar is a search as a calendar.
func (s *Server) findCalendar(c *fiber.Ctx) error {
	about, found, err := s.followed(c, ".ics")
	if err != nil {
		return err
	}
	body, err := s.feeds.FoundCalendar(c.UserContext(), about, found)
	if err != nil {
		return err
	}
	return sendTagged(c, calendarType, keepFeed, body)
}

// findNews is a search as news.
func (s *Server) findNews(c *fiber.Ctx) error {
	about, found, err := s.followed(c, ".atom")
	if err != nil {
		return err
	}
	body, err := s.feeds.FoundNews(c.UserContext(), about, found)
	if err != nil {
		return err
	}
	return sendTagged(c, atomType, keepFeed, body)
}

// followed finds what a program hears of that follows a search.
func (s *Server) followed(c *fiber.Ctx, suffix string) (about feed.Search, found []feed.Found, err error) {
	q, err := search.ParseQuery(queryValues(c))
	if err != nil {
		return about, nil, err
	}
	q = q.OnPage(1)
	q.Limit = followed
	result, err := s.look(c.UserContext(), q)
	if err != nil {
		return about, nil, err
	}
	for _, hit := range result.Hits {
		found = append(found, feed.Found{ID: hit.ID, Summary: summary(hit)})
	}
	q.Limit = 0
	return feed.Search{Title: titleOf(result), Page: q.URL(), File: feedPath(suffix, q.Encode())}, found, nil
}

// feedPath is where a search is a feed, asked as search.Query.Encode writes it.
func feedPath(suffix, asked string) string { return "/find" + suffix + "?" + asked }

// titleOf says what was looked for, and near where.
func titleOf(r search.Result) string {
	if r.Query.Near == "" {
		return what(r.Understood) + " everywhere"
	}
	return what(r.Understood) + " near " + r.Place.String()
}

// summary says when and where a group meets.
func summary(h search.Hit) string {
	at, next := nextOf(h)
	switch {
	case next != "" || at.IsZero():
	case h.Claimed:
		next = "Next: " + words.English.Moment(at)
	default:
		next = "Next expected " + words.English.Moment(at)
	}
	return sentences(rhythmOr(h.Rhythm), next, where(h.Venue, h.Town), origin(h)) + "."
}

// followSearch is what can be followed of a search.
func (s *Server) followSearch(r search.Result) *follow {
	asked := r.Query.OnPage(1).Encode()
	search := s.follow(feedPath(".ics", asked), titleOf(r))
	search.News = feedPath(".atom", asked)
	return &search
}
