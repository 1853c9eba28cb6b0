package calendar

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"regulars/internal/place"
)

// A calendar of which the host does not say where it is may say so itself, each of its
// series for itself.

// readAnywhere parses such a calendar. Floating times of a series are in the zone of
// where it is; fault.Invalid if none says so.
func (im *Importer) readAnywhere(body io.Reader, made time.Time) (Feed, error) {
	text, err := readText(body)
	if err != nil {
		return Feed{}, err
	}
	feed, err := Parse(bytes.NewReader(text), time.UTC, made)
	if err != nil || len(feed.Series) == 0 {
		return feed, err
	}
	zones := map[string]Feed{}
	for i, s := range feed.Series {
		near, says := placeOf(im.gazetteer, s, feed.House)
		if !says {
			continue
		}
		there, read := zones[near.Zone]
		if !read {
			if there, err = parseIn(bytes.NewReader(text), near, made); err != nil {
				return Feed{}, err
			}
			zones[near.Zone] = there
		}
		if same := slices.IndexFunc(there.Series, func(t Series) bool { return t.UID == s.UID }); same >= 0 {
			feed.Series[i] = there.Series[same]
		}
	}
	if len(zones) == 0 {
		return Feed{}, refuse("Nothing in it says where it is: no GEO, and no LOCATION that ends with a town and its region. Name the place with --near.")
	}
	return feed, nil
}

// parseIn is Parse near a place.
func parseIn(body io.Reader, near place.Place, made time.Time) (Feed, error) {
	zone, err := place.Zone(near.Zone)
	if err != nil {
		return Feed{}, refuse("Nobody knows the time zone %q of %s.", near.Zone, near)
	}
	return Parse(body, zone, made)
}

// placeOf is where a series is by its own word: the point that it gives, else the town
// at the end of its LOCATION, or at that of the house, if its region, its country or its
// postcode stands beside it. A town alone may be any of its name.
func placeOf(gazetteer *place.Gazetteer, s Series, house string) (near place.Place, says bool) {
	if at, ok := place.ParsePoint(s.Point); ok {
		near = gazetteer.Nearest(at)
		near.Point = at
		return near, true
	}
	where := placeLine(s.Location)
	if isRoom(where) {
		where = house
	}
	parts := strings.Split(where, ",")
	for n := 2; n <= min(3, len(parts)); n++ { // "Asheville, NC 28801", "Bath, England, UK"
		end := strings.Join(parts[len(parts)-n:], ",")
		if !strings.ContainsFunc(end, unicode.IsLetter) {
			continue
		}
		if near, err := gazetteer.Find(end); err == nil {
			return near, true
		}
	}
	return place.Place{}, false
}

// turnTo looks near the place that a series names itself from now on, if the host
// named none; false if the series does not either.
func (l *locator) turnTo(s Series, house string) bool {
	if !l.anywhere {
		return true
	}
	near, says := placeOf(l.gazetteer, s, house)
	if says && near != l.near {
		l.near, l.seen = near, map[string]place.Place{} // what was not far from there may be from here
	}
	return says
}
