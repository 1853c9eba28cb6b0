package web

import (
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/place"
	"regulars/internal/schedule"
)

// chorusDetails are those of a group as its organizer would give them.
func chorusDetails() groups.Details {
	return groups.Details{
		Name: "Hill Street Chorus", Interests: []string{"singing"}, About: "We sing **rounds**.",
		Venue: "Hill Street Hall", Address: "12 Hill Street", Town: "Asheville, North Carolina",
		Point: place.Point{Lat: 35.6, Lon: -82.55}, Zone: "America/New_York", Directions: "Bus 12, back at 20:41.",
		PublicPlace: true, ComeIn: "By the side door", LookFor: "The green scarf", Cost: "A tin goes round", Beginners: true,
	}
}

// tuesdays is every Tuesday evening from 8 September 2026 on. The rig's clock
// begins a week before.
func tuesdays() schedule.Schedule {
	return schedule.Schedule{
		Start: schedule.NewWall(2026, time.September, 8, 18, 30), Zone: newYork, Length: 2 * time.Hour,
		Rule: schedule.Weekly(1, time.Tuesday),
	}
}

var newYork = groups.Details{Zone: "America/New_York"}.Location()

// person makes a member with a name.
func (r *rig) person(name string) members.Member {
	r.t.Helper()
	m, err := r.Members.Ensure(r.t.Context(), name+"@example.org")
	r.must(err)
	r.must(r.Members.SetName(r.t.Context(), m.ID, name))
	return m
}

// chorus lists a group that Maren organizes and that meets on Tuesdays.
func (r *rig) chorus(change ...func(*groups.Details)) groups.Group {
	r.t.Helper()
	details := chorusDetails()
	for _, apply := range change {
		apply(&details)
	}
	group, err := r.Groups.Create(r.t.Context(), r.person("Maren").ID, details)
	r.must(err)
	_, err = r.Meetings.SetTimetable(r.t.Context(), group.ID, meetings.Timetable{tuesdays()})
	r.must(err)
	return group
}

// barbershop lists a group from a public calendar, which nobody has claimed and
// which lists the dates of table.
func (r *rig) barbershop(lastListed any, table ...schedule.Schedule) groups.Group {
	r.t.Helper()
	details := chorusDetails()
	details.Name, details.ComeIn, details.LookFor, details.Cost = "North Valley Barbershop", "", "", ""
	group, err := r.Groups.Import(r.t.Context(), details, false)
	r.must(err)
	_, err = r.Meetings.SetTimetable(r.t.Context(), group.ID, table)
	r.must(err)
	_, err = r.DB.Exec(r.t.Context(), `
		INSERT INTO origins (group_id, source, uid, page, fingerprint, as_of, last_listed)
		VALUES ($1, 'valley.ics', '', 'https://valley.example/calendar', '', '2026-08-22T12:00Z', $2)`, group.ID, lastListed)
	r.must(err)
	return group
}

// capacity limits a group's places.
func capacity(n int) func(*groups.Details) {
	return func(d *groups.Details) { d.Capacity = n }
}

// meeting finds one of a group's meetings as nobody in particular sees it.
func (r *rig) meeting(group groups.Group, key string) meetings.Meeting {
	r.t.Helper()
	m, err := r.Meetings.ByKey(r.t.Context(), group, key, 0)
	r.must(err)
	return m
}

// comes gives somebody a place.
func (r *rig) comes(group groups.Group, key string, who members.Member, friends int) {
	r.t.Helper()
	r.must(r.Meetings.Attend(r.t.Context(), group, r.meeting(group, key).ID, who.ID, friends))
}

const (
	chorusPath = "/groups/hill-street-chorus"
	first      = "2026-09-08"
	firstPath  = chorusPath + "/" + first
	valleyPath = "/groups/north-valley-barbershop"
)
