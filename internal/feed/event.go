package feed

import (
	"fmt"
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

func (m moment) instant() time.Time { return m.wall.Instant(m.zone) }

// nearChange is more than a change of clocks shifts.
const nearChange = 3 * time.Hour

// steady tells whether no clock of the zone changes from a little before a
// meeting to a little after. Programs differ in how they read times that a clock
// shows twice or skips, and in how long something lasts meanwhile.
func steady(start, end time.Time, zone *time.Location) bool {
	_, before := start.Add(-nearChange).In(zone).Zone()
	_, after := end.Add(nearChange).In(zone).Zone()
	return before == after
}

// event is one VEVENT.
type event struct {
	uid         string
	revision    meetings.Revision
	start       moment
	length      time.Duration // exact; 0: it does not say how long it is
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
	e.end(c)
	if !e.instead.wall.IsZero() {
		setMoments(c, ical.PropRecurrenceID, e.instead.zone, e.instead.wall)
	}
	set(c, ical.PropRecurrenceRule, e.rule.InZone(e.start.zone).String())
	setMoments(c, ical.PropExceptionDates, e.start.zone, e.except...)
	setMoments(c, ical.PropRecurrenceDates, e.start.zone, e.extra...)
	e.describe(c)
	return c
}

// end says how long the event is. The first date of a series must not mislead
// about the others, if clocks change meanwhile.
func (e event) end(c *ical.Component) {
	start := e.start.instant()
	switch {
	case e.length <= 0:
	case steady(start, start.Add(e.length), e.start.zone):
		setMoments(c, ical.PropDateTimeEnd, e.start.zone, schedule.WallOf(start.Add(e.length), e.start.zone))
	default:
		set(c, ical.PropDuration, fmt.Sprintf("PT%dM", int(e.length.Minutes())))
	}
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

// setMoments gives a component a list of times by the clock of a zone.
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
	if zone != time.UTC {
		p.Params.Set(ical.PropTimezoneID, zone.String())
	}
	c.Props.Set(p)
}

func inUTC(at time.Time) string { return at.UTC().Format(utcLayout) }
