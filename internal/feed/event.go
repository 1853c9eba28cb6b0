package feed

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// moment is a time as a calendar writes it: by the clock of a zone.
type moment struct {
	wall schedule.Wall
	zone *time.Location
}

// momentOf gives an instant by a zone's clock; in UTC if the clock shows that
// time twice and means the other one.
func momentOf(at time.Time, zone *time.Location) moment {
	m := moment{schedule.WallOf(at, zone), zone}
	if !m.wall.Instant(zone).Equal(at) {
		return moment{schedule.WallOf(at, time.UTC), time.UTC}
	}
	return m
}

func (m moment) instant() time.Time { return m.wall.Instant(m.zone) }

// event is one VEVENT.
type event struct {
	uid         string
	revision    meetings.Revision
	start       moment
	end         time.Time     // not after the start: it does not say how long it is
	instead     moment        // RECURRENCE-ID: the date of the series that it stands for; zero: none
	rule        schedule.Rule // zero: it does not repeat
	except      []schedule.Wall
	extra       []schedule.Wall
	summary     string
	description string
	location    string
	geo         string
	categories  []string
	url         string
	status      ical.EventStatus
}

// component writes the event as go-ical has it.
func (e event) component() *ical.Component {
	c := ical.NewComponent(ical.CompEvent)
	set(c, ical.PropUID, clean(e.uid))
	set(c, ical.PropSequence, strconv.Itoa(e.revision.Sequence))
	for _, stamp := range []string{ical.PropDateTimeStamp, ical.PropLastModified} {
		set(c, stamp, inUTC(e.revision.ChangedAt))
	}
	setMoments(c, ical.PropDateTimeStart, e.start.zone, e.start.wall)
	if e.end.After(e.start.instant()) {
		end := momentOf(e.end, e.start.zone)
		setMoments(c, ical.PropDateTimeEnd, end.zone, end.wall)
	}
	if !e.instead.wall.IsZero() {
		setMoments(c, ical.PropRecurrenceID, e.instead.zone, e.instead.wall)
	}
	set(c, ical.PropRecurrenceRule, e.rule.InZone(e.start.zone).String())
	setMoments(c, ical.PropExceptionDates, e.start.zone, e.except...)
	setMoments(c, ical.PropRecurrenceDates, e.start.zone, e.extra...)
	e.describe(c)
	return c
}

func (e event) describe(c *ical.Component) {
	set(c, ical.PropSummary, escape(e.summary))
	set(c, ical.PropDescription, escape(e.description))
	set(c, ical.PropLocation, escape(e.location))
	set(c, ical.PropGeo, e.geo)
	set(c, ical.PropURL, clean(e.url))
	set(c, ical.PropStatus, string(e.status))
	names := make([]string, len(e.categories))
	for i, category := range e.categories {
		names[i] = escape(category)
	}
	set(c, ical.PropCategories, strings.Join(names, ","))
}

// set gives a component a property with a value as it stands; an empty one is
// left out.
func set(c *ical.Component, name, value string) {
	if value == "" {
		return
	}
	p := ical.NewProp(name)
	p.Value = value
	c.Props.Set(p)
}

const (
	wallLayout = "20060102T150405"
	utcLayout  = wallLayout + "Z"
)

// setMoments gives a component a list of times by the clock of a zone; nil is the
// one that the component itself tells of.
func setMoments(c *ical.Component, name string, zone *time.Location, walls ...schedule.Wall) {
	if len(walls) == 0 {
		return
	}
	layout := wallLayout
	if zone == time.UTC {
		layout = utcLayout
	}
	texts := make([]string, len(walls))
	for i, wall := range slices.SortedFunc(slices.Values(walls), schedule.Wall.Compare) {
		texts[i] = wall.Format(layout)
	}
	p := ical.NewProp(name)
	p.Value = strings.Join(texts, ",")
	if zone != nil && zone != time.UTC {
		p.Params.Set(ical.PropTimezoneID, zone.String())
	}
	c.Props.Set(p)
}

func inUTC(at time.Time) string { return at.UTC().Format(utcLayout) }
