package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/place"
	"regulars/internal/schedule"
)

// foundGoal is how soon what was written is to be found.
const foundGoal = time.Second

// faraway is where nobody else meets, on the Kerguelen islands.
var faraway = place.Place{Name: "Port-aux-Français", Zone: "Indian/Kerguelen", Point: place.Point{Lat: -49.35, Lon: 70.22}}

// measureWrites writes as organizers and imports do, and asks the site for what was
// written until it is there.
func (s *size) measureWrites(ctx context.Context, site string) error {
	organizer, err := members.New(s.db, time.Now).Ensure(ctx, "organizer@example.org")
	if err != nil {
		return err
	}
	var group groups.Group
	for _, one := range []struct {
		what, shows string
		write       func() error
	}{
		{"a new group", "Singers of the islands", func() (err error) {
			group, err = s.list(ctx, organizer.ID)
			return err
		}},
		{"a meeting that is moved", "The lighthouse", func() error { return s.move(ctx, organizer.ID, group) }},
		{"an imported calendar", "Sealers", func() error { return s.importOne(ctx) }},
	} {
		if err := one.write(); err != nil {
			return fmt.Errorf("%s: %w", one.what, err)
		}
		written := time.Now()
		if err := untilShown(ctx, site, one.shows); err != nil {
			return fmt.Errorf("%s: %w", one.what, err)
		}
		s.line("%s groups, %s is found after %v, goal %v", s, one.what, short(time.Since(written)), foundGoal)
	}
	return nil
}

func (s *size) list(ctx context.Context, organizer int64) (groups.Group, error) {
	group, err := s.kept.Create(ctx, organizer, groups.Details{
		Name: "Singers of the islands", Interests: []string{"singing"}, Town: faraway.Name, Zone: faraway.Zone, Point: faraway.Point,
	})
	if err != nil {
		return group, err
	}
	first := schedule.WallOf(time.Now(), group.Location()).Midnight().AddDate(0, 0, 2).Add(19 * time.Hour)
	weekly := schedule.Schedule{Start: first, Zone: group.Location(), Length: 2 * time.Hour, Rule: schedule.Weekly(1)}
	_, err = s.meetings.SetTimetable(ctx, group.ID, meetings.Timetable{weekly})
	return group, err
}

func (s *size) move(ctx context.Context, organizer int64, group groups.Group) error {
	coming, err := s.meetings.Upcoming(ctx, group.ID, 0, 1)
	if err != nil {
		return err
	}
	_, err = s.meetings.Move(ctx, organizer, group, coming[0].ID, coming[0].Starts.Add(time.Hour), "The lighthouse", "")
	return err
}

func (s *size) importOne(ctx context.Context) error {
	path := filepath.Join(s.dir, "sealers.ics")
	day := time.Now().AddDate(0, 0, 3).UTC().Format("20060102")
	err := os.WriteFile(path, []byte(strings.Join([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", "X-WR-CALNAME:Sealers",
		"BEGIN:VEVENT", "UID:sealers@example.org", "DTSTAMP:20260101T000000Z", "DTSTART:" + day + "T180000Z", "DTEND:" + day + "T200000Z",
		"RRULE:FREQ=WEEKLY", "SUMMARY:Sealers' choir", "END:VEVENT", "END:VCALENDAR", "",
	}, "\r\n")), 0o600)
	if err != nil {
		return err
	}
	return calendar.New(s.db, s.kept, s.meetings, s.gazetteer, time.Now).Import(ctx, calendar.File(path), faraway).Err
}

// untilShown asks for what is faraway until the answer has a text in it.
func untilShown(ctx context.Context, site, text string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	address := "http://" + site + "/api/v1/groups?" + url.Values{"near": {faraway.Point.String()}}.Encode()
	for {
		if _, body, err := get(ctx, address); err != nil || strings.Contains(body, text) {
			return err
		}
	}
}

// get asks for an address once.
func get(ctx context.Context, address string) (status int, body string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	all, err := io.ReadAll(response.Body)
	return response.StatusCode, string(all), err
}
