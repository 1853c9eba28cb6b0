package calendar

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/emersion/go-ical"
)

// publishedAt is the address that a calendar says it is published at. Some write
// the address of their site there, which several calendars share: only one that
// looks like that of a calendar is believed.
func publishedAt(head *ical.Component) string {
	for _, property := range []string{ical.PropSource, "X-PUBLISHED-URL", ical.PropURL, "X-ORIGINAL-URL"} {
		address := value(head, property)
		if u, ok := webAddress(address); ok && (property == ical.PropSource || calendarPath.MatchString(u.Path+u.RawQuery)) {
			return address
		}
	}
	return ""
}

var calendarPath = regexp.MustCompile(`(?i)\.ics\b|\bical\b|\bics\b`)

// page is where people can read the calendar: the address it gives, else, if it is one
// group's, the folder that all its events' pages have in common. What pages of several
// groups have in common may be anybody's.
func (f *Feed) page(head *ical.Component, events []event) string {
	if u, ok := webAddress(value(head, ical.PropURL)); ok && !calendarPath.MatchString(u.Path) {
		return u.String()
	}
	if f.Kind != GroupFeed {
		return ""
	}
	var pages []*url.URL
	for _, e := range events {
		if u, ok := webAddress(e.url); ok {
			pages = append(pages, u)
		}
	}
	common, _ := commonFolder(pages)
	return common
}

// commonFolder is the deepest folder that all pages lie in; false if there are none, or
// on several sites.
func commonFolder(pages []*url.URL) (folder string, ok bool) {
	if len(pages) == 0 {
		return "", false
	}
	var site string
	var common []string
	for i, page := range pages {
		on := page.Scheme + "://" + page.Host
		names := strings.Split(strings.Trim(page.EscapedPath(), "/"), "/")
		within := names[:len(names)-1]
		if i == 0 {
			site, common = on, within
		}
		if on != site {
			return "", false
		}
		common = common[:alike(common, within)]
	}
	return site + strings.TrimSuffix("/"+strings.Join(common, "/"), "/") + "/", true
}

// alike tells how many names two lists begin with that are the same.
func alike(a, b []string) (n int) {
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}
