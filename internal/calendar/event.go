package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/emersion/go-ical"

	"regulars/internal/schedule"
)

// moment is a time as a calendar writes it: a wall time in a zone, or a day.
type moment struct {
	wall schedule.Wall
	zone *time.Location
	day  bool // a date without a time
}

// in gives the wall time that a clock in the zone shows then.
func (m moment) in(zone *time.Location) schedule.Wall {
	if m.day || m.zone.String() == zone.String() {
		return m.wall
	}
	return schedule.WallOf(m.wall.Instant(m.zone), zone)
}

func (m moment) isZero() bool { return m.wall.IsZero() }

// event is one VEVENT.
type event struct {
	uid           string
	title         string // as it stands there
	summary       string // what it calls itself, whether it takes place or not
	description   string
	location      string
	url           string
	point         string // "lat,lon", or empty
	organizer     string
	start         moment
	length        time.Duration
	rule          string
	except        []moment
	extra         []moment
	recurrence    moment // the date it stands in for; zero: none
	rules         int    // how many there are; more than one cannot be read
	cancelled     bool
	why           string // it is, in the words of its title; may be empty
	sequence      int    // its version
	thisAndFuture bool   // it stands in for all dates after recurrence too
	private       bool
	stamp         time.Time // when it was last changed or written
}

// splitSuffix is what Google puts behind the UID of a series when somebody
// changes it from one date on.
var splitSuffix = regexp.MustCompile(`_R\d{8}(T\d{6}Z?)?(@|$)`)

// base is the UID of the series as it was first made.
func (e event) base() string { return splitSuffix.ReplaceAllString(e.uid, "$2") }

// allDay tells whether the event names days, or lasts so long that nobody is
// there all the time.
func (e event) allDay() bool { return e.start.day || e.length >= 24*time.Hour }

// starts is the moment it begins.
func (e event) starts() time.Time { return e.start.wall.Instant(e.start.zone) }

func byStart(a, b event) int { return a.starts().Compare(b.starts()) }

// zoneIn is the zone that the event's people live by: its own, or that of its
// calendar where it is written in UTC.
func (e event) zoneIn(calendar *time.Location) *time.Location {
	if e.start.zone == time.UTC {
		return calendar
	}
	return e.start.zone
}

// page is the event's own page, or "".
func (e event) page() string {
	if u, ok := webAddress(e.url); ok {
		return u.String()
	}
	return ""
}

// reader reads events; floating times are in its zone.
type reader struct {
	zone      *time.Location
	explained map[string]*time.Location // what the calendar explains, by its names
}

// named is the zone that the calendar calls so.
func (r reader) named(id string) (*time.Location, bool) {
	if known, ok := zone(id); ok {
		return known, true
	}
	known, ok := r.explained[id]
	return known, ok
}

// event reads one; false if it has no time that can be understood.
func (r reader) event(c *ical.Component) (e event, ok bool) {
	e = event{
		uid:         identify(value(c, ical.PropUID)),
		title:       clip(text(c, ical.PropSummary), maxTitle),
		description: text(c, ical.PropDescription),
		location:    text(c, ical.PropLocation),
		url:         value(c, ical.PropURL),
		point:       geo(c),
		organizer:   value(c, ical.PropOrganizer),
		rule:        value(c, ical.PropRecurrenceRule),
		rules:       len(c.Props[ical.PropRecurrenceRule]),
		cancelled:   strings.EqualFold(value(c, ical.PropStatus), "CANCELLED"),
		except:      r.moments(c, ical.PropExceptionDates),
		extra:       r.moments(c, ical.PropRecurrenceDates),
	}
	e.summary = e.title
	e.sequence, _ = strconv.Atoi(value(c, ical.PropSequence)) // none is the first
	class := value(c, ical.PropClass)
	e.private = strings.EqualFold(class, "PRIVATE") || strings.EqualFold(class, "CONFIDENTIAL")
	for _, name := range []string{ical.PropDateTimeStamp, ical.PropLastModified} {
		if at := firstOf(r.moments(c, name)); !at.isZero() && at.zone == time.UTC {
			e.stamp = later(e.stamp, at.wall.Instant(time.UTC))
		}
	}
	e.recurrence = firstOf(r.moments(c, ical.PropRecurrenceID))
	if p := c.Props.Get(ical.PropRecurrenceID); p != nil {
		e.thisAndFuture = strings.EqualFold(p.Params.Get(ical.ParamRange), "THISANDFUTURE")
	}
	e.start = firstOf(r.moments(c, ical.PropDateTimeStart))
	e.length = r.length(c, e.start)
	return e, !e.start.isZero()
}

// What an event may be called: longer is no title, and no name that can be looked
// up.
const (
	maxTitle = 300 // characters
	maxUID   = 500 // bytes
)

// identify gives a UID that can be kept.
func identify(uid string) string {
	uid = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, uid)
	if len(uid) > maxUID {
		sum := sha256.Sum256([]byte(uid))
		return hex.EncodeToString(sum[:])
	}
	return uid
}

// repeats tells whether the event has dates besides its start.
func (e event) repeats() bool { return e.rule != "" || len(e.extra) > 0 }

// longest is the longest meeting that can be kept.
const longest = 14 * 24 * time.Hour

// length is how long the event lasts; 0 if it does not say so sensibly.
func (r reader) length(c *ical.Component, start moment) time.Duration {
	var length time.Duration
	if end := firstOf(r.moments(c, ical.PropDateTimeEnd)); !end.isZero() && !start.isZero() {
		length = end.wall.Instant(end.zone).Sub(start.wall.Instant(start.zone))
	} else if p := c.Props.Get(ical.PropDuration); p != nil {
		if said, err := p.Duration(); err == nil {
			length = said.Truncate(time.Minute)
		}
	}
	return min(max(length, 0), longest)
}

// mostMoments is how many times one list of an event can have.
const mostMoments = 5000

// moments reads a list of times, in one property or several. Periods give their
// start; what cannot be understood is left out.
func (r reader) moments(c *ical.Component, name string) []moment {
	var all []moment
	for _, p := range c.Props[name] {
		in := r.zone
		if named, ok := r.named(p.Params.Get(ical.PropTimezoneID)); ok {
			in = named
		}
		for part := range strings.SplitSeq(p.Value, ",") {
			if len(all) == mostMoments {
				return all
			}
			begin, _, _ := strings.Cut(part, "/")
			if m, ok := parseMoment(begin, in); ok {
				all = append(all, m)
			}
		}
	}
	return all
}

// The years in which groups meet. Others are slips, or made to hurt.
const firstYear, lastYear = 1970, 2199

func parseMoment(s string, zone *time.Location) (moment, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	for _, layout := range []string{"20060102T150405", "20060102T150405Z", "20060102", "20060102T1504", "20060102T1504Z"} {
		t, err := time.Parse(layout, s)
		if err != nil || t.Year() < firstYear || t.Year() > lastYear {
			continue
		}
		m := moment{schedule.NewWall(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute()), zone, layout == "20060102"}
		if strings.HasSuffix(layout, "Z") {
			m.zone = time.UTC
		}
		return m, true
	}
	return moment{}, false
}

// geo is where the event takes place, if it says so in degrees.
func geo(c *ical.Component) string {
	if at := value(c, ical.PropGeo); at != "" {
		return strings.ReplaceAll(at, ";", ",")
	}
	at, _ := strings.CutPrefix(value(c, "X-APPLE-STRUCTURED-LOCATION"), "geo:")
	return at
}

func firstOf(all []moment) moment {
	if len(all) == 0 {
		return moment{}
	}
	return all[0]
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// value is the first property of a name as it stands there.
func value(c *ical.Component, name string) string {
	if p := c.Props.Get(name); p != nil {
		return strings.TrimSpace(p.Value)
	}
	return ""
}

var escapes = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\:`, ":", `\"`, `"`)

// text is the first property of a name, unescaped. The library's own reading
// refuses escapes that many programs write, and ends at a bare comma.
func text(c *ical.Component, name string) string {
	return strings.TrimSpace(escapes.Replace(value(c, name)))
}
