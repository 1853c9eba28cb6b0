package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
	"regulars/internal/words"
)

// What pages tell search engines, in the words of schema.org (JSON-LD). It says
// no more than the page does: nothing of a date that nobody knows.

// thing is an object of schema.org. Templates write it as JSON that cannot leave
// its script element.
type thing map[string]any

const schemaOrg = "https://schema.org"

// graph puts an event, if there is one, and the way to its page into one block.
func graph(event thing, crumbs ...link) thing {
	var items []thing
	for i, crumb := range crumbs {
		items = append(items, thing{"@type": "ListItem", "position": i + 1, "name": crumb.Text, "item": crumb.URL})
	}
	all := []thing{{"@type": "BreadcrumbList", "itemListElement": items}}
	if event != nil {
		all = append(all, event)
	}
	return thing{"@context": schemaOrg, "@graph": all}
}

// crumbs lead from the home page to a group's.
func (s *Server) crumbs(group groups.Group) []link {
	way := []link{{s.Site.URL + "/", s.Site.Name}}
	if known, ok := group.Interest(); ok {
		query := url.Values{"q": {known.Name}, "near": {group.Town}}
		way = append(way, link{s.Site.URL + "/find?" + query.Encode(), words.Capital(known.Name)})
	}
	return append(way, link{s.Site.URL + groupPath(group.Slug), group.Name})
}

// groupData is a group with its next meeting, of those to come, and when it repeats.
func (s *Server) groupData(group groups.Group, table meetings.Timetable, coming []meetings.Meeting) thing {
	way := s.crumbs(group)
	next := slices.IndexFunc(coming, func(m meetings.Meeting) bool { return m.WillBe(s.Now()) })
	if next < 0 {
		return graph(nil, way...)
	}
	event := s.eventData(group, coming[next])
	event["url"] = s.Site.URL + groupPath(group.Slug)
	event["@id"] = event["url"]
	var repeats []thing
	for _, one := range table {
		one.Except = append(one.Except, otherwise(one, coming)...)
		if when := scheduleData(one, s.Now()); when != nil {
			repeats = append(repeats, when)
		}
	}
	if len(repeats) > 0 {
		event["eventSchedule"] = repeats
	}
	return graph(event, way...)
}

// otherwise are the dates of a schedule that are called off or at another time.
func otherwise(one schedule.Schedule, coming []meetings.Meeting) (dates []schedule.Wall) {
	for _, m := range coming {
		if m.Status == meetings.CalledOff || !m.Starts.Equal(m.Original.Instant(one.Zone)) {
			dates = append(dates, m.Original)
		}
	}
	for _, o := range one.Overrides {
		if o.Start != o.Original {
			dates = append(dates, o.Original)
		}
	}
	return dates
}

// meetingData is one meeting of a group.
func (s *Server) meetingData(group groups.Group, m meetings.Meeting) thing {
	event := s.eventData(group, m)
	page := s.Site.URL + meetingPath(group.Slug, m.Key)
	event["url"], event["@id"] = page, page
	event["superEvent"] = thing{"@id": s.Site.URL + groupPath(group.Slug)}
	day := words.English.DayOfYear(m.Starts.In(group.Location()))
	return graph(event, append(s.crumbs(group), link{page, day})...)
}

func (s *Server) eventData(group groups.Group, m meetings.Meeting) thing {
	zone := group.Location()
	event := thing{
		"@type": "Event", "name": group.Name, "startDate": m.Starts.In(zone).Format(time.RFC3339),
		"eventStatus": schemaOrg + "/EventScheduled", "location": s.locationData(group, m.Venue),
		"organizer": thing{"@type": "Organization", "name": group.Name, "url": s.Site.URL + groupPath(group.Slug)},
		"image":     s.Site.URL + groupPath(group.Slug) + "/block.svg",
	}
	if group.Web != "" {
		event["organizer"].(thing)["sameAs"] = group.Web
	}
	if m.Ends.After(m.Starts) {
		event["endDate"] = m.Ends.In(zone).Format(time.RFC3339)
	}
	event["eventAttendanceMode"] = schemaOrg + "/OfflineEventAttendanceMode"
	switch {
	case group.Roomless() && m.Venue == "":
		event["eventAttendanceMode"] = schemaOrg + "/OnlineEventAttendanceMode"
	case group.Online:
		event["eventAttendanceMode"] = schemaOrg + "/MixedEventAttendanceMode"
	}
	if group.Price != nil {
		event["isAccessibleForFree"] = *group.Price == 0
	}
	if m.Status == meetings.Expected {
		event["description"] = "Expected, from a public calendar; ask before you go."
	}
	was := m.Original.Instant(zone)
	switch {
	case m.Status == meetings.CalledOff:
		event["eventStatus"] = schemaOrg + "/EventCancelled"
	case !m.Starts.Equal(was):
		event["eventStatus"] = schemaOrg + "/EventRescheduled"
		event["previousStartDate"] = was.Format(time.RFC3339)
	}
	return event
}

// locationData is where it is; of another venue only the name is known.
func (s *Server) locationData(group groups.Group, venue string) thing {
	if group.Roomless() && venue == "" {
		return thing{"@type": "VirtualLocation", "url": s.Site.URL + groupPath(group.Slug)}
	}
	at := thing{"@type": "Place", "name": group.Town, "address": thing{"@type": "PostalAddress", "addressLocality": group.Town}}
	switch {
	case venue != "":
		at["name"] = venue
		return at
	case group.Venue != "":
		at["name"] = group.Venue
	}
	if group.Address != "" {
		at["address"].(thing)["streetAddress"] = group.Address
	}
	if group.Exact { // else the point is that of the town
		at["geo"] = thing{"@type": "GeoCoordinates", "latitude": group.Lat, "longitude": group.Lon}
	}
	return at
}

// scheduleData is a rule that schema.org has words for; nil for others.
func scheduleData(one schedule.Schedule, now time.Time) thing {
	rhythm := one.Rhythm()
	when := thing{
		"@type": "Schedule", "startDate": one.Start.Format(time.DateOnly), "startTime": one.Start.Format("15:04:05"),
		"scheduleTimezone": one.Zone.String(),
	}
	switch {
	case one.Rule.IsZero():
		return nil
	case rhythm.Weeks > 0:
		when["repeatFrequency"] = fmt.Sprintf("P%dW", rhythm.Weeks)
		when["byDay"] = schemaDays(rhythm.Weekdays)
	case len(rhythm.Nth) > 0:
		when["repeatFrequency"] = "P1M"
		when["byDay"] = nthDays(rhythm)
	case rhythm.MonthDay > 0:
		when["repeatFrequency"] = "P1M"
		when["byMonthDay"] = rhythm.MonthDay
	case rhythm.Every == 1:
		when["repeatFrequency"] = "P1D"
	default:
		return nil
	}
	if one.Length > 0 {
		when["endTime"] = one.Start.Add(one.Length).Format("15:04:05")
		when["duration"] = fmt.Sprintf("PT%dM", int(one.Length.Minutes()))
	}
	if one.Rule.Ends() && !ends(one, now, when) {
		return nil
	}
	if left := exceptData(one, now); len(left) > 0 {
		when["exceptDate"] = left
	}
	return when
}

// ends says when a schedule ends; false if that lies back.
func ends(one schedule.Schedule, now time.Time, when thing) bool {
	dates := one.Between(now, now.AddDate(5, 0, 0))
	if len(dates) == 0 {
		return false
	}
	when["endDate"] = dates[len(dates)-1].Wall.Format(time.DateOnly)
	return true
}

// exceptData are the dates to come that a schedule leaves out, those of its
// breaks one by one.
func exceptData(one schedule.Schedule, now time.Time) (dates []string) {
	unbroken := one
	unbroken.Breaks = nil
	left := slices.Clone(one.Except)
	for _, pause := range one.Breaks {
		from, end := pause.From.Midnight(), pause.Through.Midnight().AddDate(0, 0, 1)
		for _, date := range unbroken.Between(from.Instant(one.Zone), end.Instant(one.Zone)) {
			left = append(left, date.Wall)
		}
	}
	for _, wall := range left {
		if at := wall.Instant(one.Zone); at.After(now) {
			dates = append(dates, at.Format(time.RFC3339))
		}
	}
	slices.Sort(dates)
	return slices.Compact(dates)
}

func schemaDays(days []time.Weekday) (names []string) {
	for _, day := range days {
		names = append(names, schemaOrg+"/"+day.String())
	}
	return names
}

// nthDays are days as iCalendar writes them, which schema.org takes too: "1SA".
func nthDays(rhythm schedule.Rhythm) (names []string) {
	for _, n := range rhythm.Nth {
		for _, day := range rhythm.Weekdays {
			names = append(names, fmt.Sprintf("%d%s", n, strings.ToUpper(day.String()[:2])))
		}
	}
	return names
}
