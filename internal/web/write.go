package web

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// write mails an organizer's few words to those who come to one date.
func (s *Server) write(c *fiber.Ctx) error {
	on, err := s.onDate(c)
	if err != nil {
		return err
	}
	told, words := 0, on.form.Prose("words", meetings.LongestWords)
	if err = on.form.Err(); err == nil {
		told, err = s.sendWords(c.UserContext(), on, words)
	}
	if err != nil {
		return s.refuseDate(c, on, "words", err)
	}
	return s.done(c, "/edit/"+on.group.Slug+"/"+on.meeting.Key, "Sent to "+plural(told, "person who comes", "people who come")+".")
}

func (s *Server) sendWords(ctx context.Context, on onDate, words string) (told int, err error) {
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		note, err := s.Meetings.In(tx).Write(ctx, on.by, on.group, on.meeting.ID, words)
		if err != nil {
			return err
		}
		told, err = reminders.PostNote(ctx, tx, s.Now(), note)
		if err == nil && told == 0 {
			err = fault.New(fault.Conflict, "There is nobody to write to: nobody else has a place, or those who have take no such mails.")
		}
		return err
	})
	return told, err
}
