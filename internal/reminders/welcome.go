package reminders

import (
	"context"
	"time"

	"regulars/internal/mail"
	"regulars/internal/place"
)

// soonAfter is how long before its reminder a welcome is left to it: that says the
// same, and more.
const soonAfter = 3 * time.Hour

// greet is the rule of a welcome at the moment of sending.
func (m meeting) greet(now time.Time) error {
	if err := m.willBe(now); err != nil {
		return err
	}
	next := m.reminded(now)
	switch {
	case !m.Coming:
		return unneeded("not coming")
	case m.Muted || m.silent():
		return unneeded("all mails are switched off")
	case !next.IsZero() && next.Before(now.Add(soonAfter)):
		return unneeded("its reminder is about to come and says the same")
	}
	return nil
}

// silent tells whether the reader wants none of the mails that come unasked.
func (m meeting) silent() bool {
	return !m.DayBefore && !m.HoursBefore && !m.TellChanges && !m.TellNewcomers && !m.TellNotes && !m.TellWeek
}

// welcome follows the first place that somebody ever took.
func (s *Service) welcome(ctx context.Context, on subject) (mail.Letter, error) {
	m, err := s.meeting(ctx, on.Meeting, on.MemberID)
	if err != nil {
		return nil, err
	}
	if err := m.greet(s.now()); err != nil {
		return nil, err
	}
	zone, err := place.Zone(m.Zone)
	if err != nil {
		return nil, err
	}
	letter := mail.Welcome{
		Group: m.Group, Name: m.Name, When: m.span(zone), Where: m.Venue, Address: m.street(), Directions: m.Directions,
		Organizers: lines(m.Organizers), LookFor: m.LookFor, ComeIn: m.ComeIn, FirstMinutes: m.First, Bring: m.Bring, Cost: m.Cost,
		Friends: m.Friends, MeetingURL: s.meetingPage(m), AnswerURL: s.link("answer", "answer", on.ID), Mails: s.mails(on.claimed),
	}
	if m.Standing {
		letter.Habit = on.Habit
	}
	if next := m.reminded(s.now()); !next.IsZero() {
		letter.Reminded.From = next.In(zone)
	}
	return letter, nil
}
