package meetings

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
)

// LongestWords is how many characters an organizer can write to those who come.
const LongestWords = 1000

// Write is the rule of writing to those who come: until the start.
func (m Meeting) Write(now time.Time) error {
	switch {
	case m.Started(now):
		return fault.New(fault.Conflict, "This meeting has already begun, so a mail would come too late.")
	case m.Status == CalledOff:
		return fault.New(fault.Conflict, "This meeting was called off, and those who had a place know it.")
	}
	return nil
}

// Write keeps an organizer's words to those who come to a meeting, 1 to LongestWords
// characters, and gives the number of the note; the caller posts it in the same
// transaction. A group writes once a day, by its own clock: fault.Invalid on the
// field "words" otherwise. fault.Forbidden to all but organizers, fault.Conflict if
// the meeting has begun or was called off.
func (s *Store) Write(ctx context.Context, by int64, group groups.Group, meeting int64, words string) (note int64, err error) {
	defer fault.Wrap(&err, "write to those who come to meeting %d", meeting)
	if err := checkWords(&words); err != nil {
		return 0, err
	}
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		if role, err := in.groups.Role(ctx, group.ID, by); err != nil || role != groups.Organizer {
			return forbidden(err)
		}
		m, err := in.locked(ctx, group.ID, meeting, 0)
		if err != nil {
			return err
		}
		if err := m.Write(s.now()); err != nil {
			return err
		}
		note, err = in.keepNote(ctx, by, m, words)
		return err
	})
	return note, err
}

func (s *Store) keepNote(ctx context.Context, by int64, m Meeting, words string) (note int64, err error) {
	err = s.db.Get(ctx, &note, `
		INSERT INTO notes (group_id, meeting_id, day, words, written_by)
		SELECT g.id, $2, ($3::timestamptz AT TIME ZONE g.zone)::date, $4, $5 FROM groups g WHERE g.id = $1
		ON CONFLICT ON CONSTRAINT notes_once_a_day DO NOTHING
		RETURNING id`, m.GroupID, m.ID, s.now(), words, by)
	if fault.KindOf(err) == fault.NotFound {
		return 0, fault.Fields{"words": "Your group has written to those who come today already; one mail a day is enough. You can write again tomorrow, or save a note for the page."}.Err()
	}
	return note, err
}

// notesKept is how long after a meeting it is remembered what was written to those
// who came.
const notesKept = 30 * 24 * time.Hour

// Sweep erases what was written about meetings long over.
func (s *Store) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "sweep notes")
	_, err = s.db.Exec(ctx, `
		DELETE FROM notes n USING meetings m WHERE m.id = n.meeting_id AND m.ends_at < $1`, s.now().Add(-notesKept))
	return err
}

func checkWords(words *string) error {
	*words = strings.TrimSpace(strings.ReplaceAll(*words, "\r\n", "\n"))
	switch {
	case *words == "":
		return fault.Fields{"words": "Please write something first."}.Err()
	case utf8.RuneCountInString(*words) > LongestWords:
		return fault.Fields{"words": "That is too long: at most 1,000 characters, please."}.Err()
	}
	return nil
}
