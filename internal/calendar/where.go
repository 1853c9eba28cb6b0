package calendar

import (
	"regexp"
	"strings"
	"unicode"

	"regulars/internal/groups"
	"regulars/internal/place"
)

// far is how many kilometres from the place that the host named a calendar's
// dates can be; what seems farther was misread.
const far = 60

const maxPlace = 200

var (
	streetOrCode = regexp.MustCompile(`\d+\w?\s+\S+|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b|\b\d{5}\b`)
	houseNumber  = regexp.MustCompile(`(^|,\s*)\d`)
	roomOnly     = regexp.MustCompile(`(?i)^(the )?(\S+ ){0,2}(rooms?|rm\.?|halls?|study|sanctuary|chapel|theat(er|re)|class ?room|caf[eé]|auditorium|library|kitchen|gym|studio|basement|lounge|lab|stage|space)( ?#?\d+)?\.?$|^whole building$|(?-i)^[A-Z]{2,3}$`)
	ownHouse     = regexp.MustCompile(`(?i)\b(town|city|village|memorial|community|grange|legion|public|union|county|university|college)\b`)
	postcode     = regexp.MustCompile(`\b\d{5}(?:-\d{4})?\b`)
	remote       = regexp.MustCompile(`(?i)^(online|virtual|zoom|google meet|jitsi|discord|webinar|remote)\b|https?://\S*(zoom|meet\.google|jitsi|teams\.|discord|webex)`)
	webLink      = regexp.MustCompile(`https?://\S+`)
	screen       = regexp.MustCompile(`(?i)\b(online|virtual(ly)?|zoom|google|meet|jitsi|discord|microsoft|teams|webex|webinar|remote(ly)?|video|conference|meetings?|calls?|events?|session|room|link|only|on|in|by|via|or|and|the|see|description|details|id|passcode|password)\b`)
)

// locator finds out where LOCATIONs are, near one place.
type locator struct {
	gazetteer *place.Gazetteer
	near      place.Place
	anywhere  bool                   // near is what the series at hand says, see turnTo
	seen      map[string]place.Place // by what was looked up; zero: unknown
}

func newLocator(gazetteer *place.Gazetteer, near place.Place) locator {
	return locator{gazetteer, near, near == place.Place{}, map[string]place.Place{}}
}

// locate fills in where a series meets. A mere room, or nothing said, is in the
// house that the calendar belongs to.
func (l *locator) locate(d *groups.Details, s Series, house string) {
	where := placeLine(s.Location)
	remotely := remote.MatchString(where)
	d.Online = remotely || where == "" && remote.MatchString(s.Description)
	where = strings.Trim(oneLine(webLink.ReplaceAllString(where, " ")), " ,")
	inside := ""
	switch {
	case remotely && namesNothing(where):
		where = groups.OnScreen
	case !d.Online && isRoom(where):
		inside, where = where, house
	}
	d.Venue, d.Address = split(where)
	if !strings.Contains(strings.ToLower(d.Venue), strings.ToLower(inside)) {
		d.Venue = strings.TrimSuffix(inside+", "+d.Venue, ", ")
	}
	d.Venue, d.Address = clip(d.Venue, maxPlace), clip(d.Address, maxPlace)
	town := l.town(where)
	d.Town, d.Point = strings.TrimSuffix(town.String(), " "+town.Postcode), town.Point
	if at, ok := place.ParsePoint(s.Point); ok && at.DistanceKM(l.near.Point) <= far {
		d.Point, d.Exact = at, true
	}
}

// isRoom tells whether a LOCATION leaves the house unsaid.
func isRoom(where string) bool {
	return where == "" || roomOnly.MatchString(where) && !streetOrCode.MatchString(where) && !ownHouse.MatchString(where)
}

// namesNothing tells whether a LOCATION says no more than that it is online: "Zoom
// meeting". Whatever else is named may be a house: "Virtual + Hacklab".
func namesNothing(where string) bool {
	return !strings.ContainsFunc(screen.ReplaceAllString(where, ""), unicode.IsLetter)
}

// placeLine writes a LOCATION on one line.
func placeLine(location string) string {
	return strings.Trim(oneLine(strings.ReplaceAll(location, "\n", ", ")), " ,")
}

// split parts the name of a house from its address, which begins with the number
// of the house: "Center for Art, and Politics, 99 Sixth St, …".
func split(where string) (venue, address string) {
	if at := houseNumber.FindStringIndex(where); at != nil {
		return strings.TrimRight(where[:at[0]], " ,"), strings.TrimLeft(where[at[0]:], " ,")
	}
	venue, address, _ = strings.Cut(where, ",")
	return strings.TrimSpace(venue), strings.TrimSpace(address)
}

// town is the one that a LOCATION names by its postcode or by name, else the place
// that the host named.
func (l *locator) town(where string) place.Place {
	for _, code := range postcode.FindAllString(where, -1) {
		if found, ok := l.find(code); ok {
			return found
		}
	}
	parts := strings.Split(where, ",")
	for i := len(parts) - 1; i >= 0 && len(parts) > 1; i-- {
		name := strings.TrimSpace(parts[i])
		if len(name) < 3 || strings.ContainsAny(name, "0123456789") {
			continue
		}
		if strings.EqualFold(name, l.near.Name) {
			return l.near
		}
		if found, ok := l.find(name + " near " + l.near.Name); ok {
			return found
		}
	}
	return l.near
}

// find looks words up once, and believes what is not far.
func (l *locator) find(words string) (place.Place, bool) {
	found, seen := l.seen[words]
	if !seen {
		var err error
		if found, err = l.gazetteer.Find(words); err != nil || found.DistanceKM(l.near.Point) > far {
			found = place.Place{}
		}
		l.seen[words] = found
	}
	return found, found.Name != ""
}
