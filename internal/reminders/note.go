package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

// PostNote queues an organizer's words, a row of notes, to everybody who comes to
// the meeting but the one who wrote them, and tells how many that are. By night they
// wait for the morning, unless the meeting begins within two hours of it.
func PostNote(ctx context.Context, tx postgres.Conn, now time.Time, note int64) (told int, err error) {
	defer fault.Wrap(&err, "post note %d", note)
	n, err := tx.Exec(ctx, `
		INSERT INTO mails (kind, member_id, about, due_at, closes_at)
		SELECT 'note', b.id, jsonb_build_object('note', n.id, 'meeting', m.id),
			CASE WHEN morning.due + interval '2 hours' < m.starts_at THEN morning.due ELSE $2 END, m.starts_at
		FROM notes n JOIN meetings m ON m.id = n.meeting_id JOIN groups g ON g.id = m.group_id
		JOIN places p ON p.meeting_id = m.id AND p.coming JOIN members b ON b.id = p.member_id AND b.tell_notes
		CROSS JOIN LATERAL (SELECT after_night($2, `+homeZone+`) AS due) morning
		WHERE n.id = $1 AND b.id IS DISTINCT FROM n.written_by
			AND NOT EXISTS (SELECT FROM memberships r WHERE r.group_id = g.id AND r.member_id = b.id AND r.muted)`,
		note, now)
	if err != nil {
		return 0, err
	}
	return int(n), announce(ctx, tx)
}

// wantsNote is the rule of such a mail at the moment of sending.
func (m meeting) wantsNote(now time.Time) error {
	if err := m.willBe(now); err != nil {
		return err
	}
	switch {
	case !m.Coming:
		return unneeded("not coming")
	case !m.TellNotes || m.Muted:
		return unneeded("mails of this kind are switched off")
	}
	return nil
}

func (s *Service) note(ctx context.Context, on subject) (mail.Letter, error) {
	m, err := s.meeting(ctx, on.Meeting, on.MemberID)
	if err != nil {
		return nil, err
	}
	if err := m.wantsNote(s.now()); err != nil {
		return nil, err
	}
	zone, err := place.Zone(m.Zone)
	if err != nil {
		return nil, err
	}
	var note struct {
		Words string `db:"words"`
		From  string `db:"writer"`
	}
	err = s.db.Get(ctx, &note, `
		SELECT n.words, coalesce(b.name, '') AS writer
		FROM notes n LEFT JOIN members b ON b.id = n.written_by WHERE n.id = $1`, on.Note)
	return mail.Note{
		Group: m.Group, From: note.From, Words: note.Words, When: m.span(zone), Where: m.where(),
		Link: s.meetingPage(m), AnswerURL: s.link("answer", "answer", on.ID), Mails: s.mails(on.claimed),
	}, err
}
