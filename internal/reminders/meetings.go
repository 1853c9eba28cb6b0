package reminders

import (
	"context"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

// meeting is what letters say of a meeting and of what one member is to it.
type meeting struct {
	ID       int64 `db:"id"`
	MemberID int64 `db:"member_id"`

	Group      string     `db:"group_name"`
	Slug       string     `db:"slug"`
	State      string     `db:"state"`
	Claimed    bool       `db:"claimed"`
	Zone       string     `db:"zone"`
	Venue      string     `db:"venue"`   // of this meeting, else the group's
	Address    string     `db:"address"` // empty at another venue
	Town       string     `db:"town"`    // empty at another venue
	Directions string     `db:"directions"`
	LookFor    string     `db:"look_for"`
	ComeIn     string     `db:"come_in"`
	First      string     `db:"first_minutes"`
	Bring      string     `db:"bring"`
	Cost       string     `db:"cost"`
	Organizers string     `db:"organizers"` // one a line
	AsOf       *time.Time `db:"as_of"`      // of the imported calendar

	Key     string    `db:"key"`
	Starts  time.Time `db:"starts_at"`
	Ends    time.Time `db:"ends_at"`
	Evening time.Time `db:"evening"` // when the reminder of the day before is due
	Shortly time.Time `db:"shortly"` // when the second one is due
	Status  string    `db:"status"`
	Reason  string    `db:"reason"`

	Name          string `db:"member_name"`
	DayBefore     bool   `db:"remind_day_before"`
	HoursBefore   bool   `db:"remind_hours_before"`
	TellChanges   bool   `db:"tell_changes"`
	TellNewcomers bool   `db:"tell_newcomers"`
	TellNotes     bool   `db:"tell_notes"`
	TellWeek      bool   `db:"tell_week"`
	Organizes     bool   `db:"organizes"`
	Muted         bool   `db:"muted"` // wants no mails about the group
	Coming        bool   `db:"coming"`
	Friends       int    `db:"friends"`
	Standing      bool   `db:"standing"`
	Saved         bool   `db:"saved"` // belongs to the group
	Came          bool   `db:"came"`  // had a place at an earlier meeting of the group
}

// prefetch reads, in one go, what the reminders among a batch speak of.
func (s *Service) prefetch(ctx context.Context, mails []claimed) (err error) {
	defer fault.Catch(&err)
	var meetings, members []int64
	for _, m := range mails {
		if m.MeetingID != 0 {
			meetings, members = append(meetings, m.MeetingID), append(members, m.MemberID)
		}
	}
	read, err := s.meetings(ctx, meetings, members)
	if err != nil {
		return err
	}
	byWhom := map[[2]int64]*meeting{}
	for i := range read {
		byWhom[[2]int64{read[i].ID, read[i].MemberID}] = &read[i]
	}
	files, err := s.calendarsOf(ctx, mails)
	if err != nil {
		return err
	}
	for i := range mails {
		mails[i].meeting = byWhom[[2]int64{mails[i].MeetingID, mails[i].MemberID}]
		if carries[mails[i].Kind] {
			mails[i].file = files[mails[i].attached()]
		}
	}
	return nil
}

// meeting reads what there is to say to one member. fault.NotFound if the
// meeting or the member has gone.
func (s *Service) meeting(ctx context.Context, id, member int64) (meeting, error) {
	found, err := s.meetings(ctx, []int64{id}, []int64{member})
	if err == nil && len(found) == 0 {
		err = fault.New(fault.NotFound, "This meeting was deleted.")
	}
	if err != nil {
		return meeting{}, err
	}
	return found[0], nil
}

// meetings reads pairs of meeting and member; those that have gone are left out.
func (s *Service) meetings(ctx context.Context, ids, members []int64) (found []meeting, err error) {
	defer fault.Wrap(&err, "read meetings")
	err = s.db.Select(ctx, &found, `
		SELECT m.id, b.id AS member_id, g.name AS group_name, g.slug, g.state, g.claimed, g.zone,
			coalesce(nullif(m.venue, ''), g.venue) AS venue,
			CASE WHEN m.venue = '' THEN g.address ELSE '' END AS address,
			CASE WHEN m.venue = '' THEN g.town ELSE '' END AS town,
			CASE WHEN m.venue = '' THEN g.directions ELSE '' END AS directions,
			g.look_for, g.come_in, g.first_minutes, g.bring, g.cost,
			coalesce((SELECT string_agg(o.name, E'\n' ORDER BY r.joined_at)
				FROM memberships r JOIN members o ON o.id = r.member_id
				WHERE r.group_id = g.id AND r.role = 'organizer' AND o.name <> ''), '') AS organizers,
			(SELECT o.as_of FROM origins o WHERE o.group_id = g.id) AS as_of,
			m.key, m.starts_at, m.ends_at, `+eveningDue+` AS evening, coalesce(`+shortlyDue+`, m.starts_at) AS shortly, m.status, m.reason,
			b.name AS member_name, b.remind_day_before, b.remind_hours_before, b.tell_changes, b.tell_newcomers,
			b.tell_notes, b.tell_week,
			coalesce(p.coming, false) AS coming, coalesce(p.friends, 0) AS friends,
			EXISTS (SELECT FROM standing_places t
				WHERE t.group_id = g.id AND t.member_id = b.id AND stands_on(t.days, m.original)) AS standing,
			r.member_id IS NOT NULL AS saved, coalesce(r.muted, false) AS muted,
			coalesce(r.role = 'organizer', false) AS organizes,
			EXISTS (SELECT FROM places q JOIN meetings e ON e.id = q.meeting_id
				WHERE q.member_id = b.id AND q.coming AND e.group_id = g.id AND e.status <> 'called_off'
					AND e.starts_at < least(m.starts_at, $3)) AS came
		FROM unnest($1::bigint[], $2::bigint[]) AS asked (meeting_id, member_id)
		JOIN meetings m ON m.id = asked.meeting_id
		JOIN groups g ON g.id = m.group_id
		JOIN members b ON b.id = asked.member_id
		LEFT JOIN memberships r ON r.group_id = g.id AND r.member_id = b.id
		LEFT JOIN places p ON p.meeting_id = m.id AND p.member_id = b.id`,
		postgres.Array(ids), postgres.Array(members), s.now())
	return found, err
}

// remind is the rule of a reminder at the moment of sending: an unneeded or
// notYet error if it does not go out now.
func (m meeting) remind(now time.Time, kind string) error {
	due, wanted := m.Evening, m.DayBefore
	if kind == hoursBefore {
		due, wanted = m.Shortly, m.HoursBefore
	}
	if err := m.willBe(now); err != nil {
		return err
	}
	switch {
	case !m.counts():
		return unneeded("not coming")
	case !wanted:
		return unneeded("reminders of this kind are switched off")
	case m.Muted:
		return unneeded("mails about this group are switched off")
	case now.Before(due):
		return notYet{due, m.Starts}
	}
	return nil
}

// willBe gives an unneeded error unless the meeting is still to come.
func (m meeting) willBe(now time.Time) error {
	switch {
	case m.State != "listed" && m.State != "paused":
		return unneeded("the group has gone")
	case m.Status == "called_off":
		return unneeded("called off")
	case !now.Before(m.Starts):
		return unneeded("too late")
	}
	return nil
}

// current is what there is to say to the reader of a mail about a meeting: as read
// with the batch, or anew if that was a while ago.
func (s *Service) current(ctx context.Context, on claimed) (meeting, error) {
	if on.meeting != nil && s.fresh(on) {
		return *on.meeting, nil
	}
	return s.meeting(ctx, on.MeetingID, on.MemberID)
}

func (s *Service) reminder(ctx context.Context, on claimed) (mail.Letter, error) {
	m, err := s.current(ctx, on)
	if err != nil {
		return nil, err
	}
	if err := m.remind(s.now(), on.Kind); err != nil {
		return nil, err
	}
	zone, err := place.Zone(m.Zone)
	if err != nil {
		return nil, err
	}
	letter := mail.Reminder{
		Group: m.Group, Name: m.Name, When: m.span(zone),
		Where: m.Venue, Address: m.street(), Directions: m.Directions,
		Organizers: lines(m.Organizers), LookFor: m.LookFor, ComeIn: m.ComeIn, Cost: m.Cost,
		Expected: m.Status == "expected", AsOf: asOf(m.AsOf, zone), Moved: m.Status == "moved", Reason: m.Reason,
		FirstTime: m.Claimed && !m.Came, Soon: on.Kind == hoursBefore, Standing: m.Standing, Friends: m.Friends,
		MeetingURL: s.meetingPage(m),
		Mails:      s.mails(on),
	}
	if m.Claimed {
		letter.AnswerURL = s.link("answer", "answer", on.ID)
	}
	return letter, nil
}

func (s *Service) meetingPage(m meeting) string {
	return s.base + "/groups/" + m.Slug + "/" + m.Key
}

// street is where the venue is, with its town.
func (m meeting) street() string {
	switch {
	case m.Town == "" || strings.Contains(m.Venue+m.Address, m.Town):
		return m.Address
	case m.Address == "":
		return m.Town
	}
	return m.Address + ", " + m.Town
}

// where is the venue with its town, for letters that have one line for both.
func (m meeting) where() string {
	switch {
	case m.Town == "" || strings.Contains(m.Venue, m.Town):
		return m.Venue
	case m.Venue == "":
		return m.Town
	}
	return m.Venue + ", " + m.Town
}

func lines(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
}

// span is from when to when, in the zone of the group.
func (m meeting) span(zone *time.Location) mail.Span {
	return mail.Span{From: m.Starts.In(zone), To: m.Ends.In(zone)}
}

// asOf is the day of an imported calendar; zero if there is none.
func asOf(t *time.Time, zone *time.Location) (day time.Time) {
	if t != nil {
		day = t.In(zone)
	}
	return day
}
