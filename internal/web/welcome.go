package web

import (
	"context"

	"regulars/internal/groups"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// welcome writes to whoever takes the first place of their life here, in the
// transaction in which they take it; about is its meeting, and the habit of a standing
// place. Organizers know their own group.
func (s *Server) welcome(ctx context.Context, tx postgres.Conn, group groups.Group, member int64, about reminders.About) error {
	role, err := s.Groups.In(tx).Role(ctx, group.ID, member)
	if err != nil || role == groups.Organizer {
		return err
	}
	first, err := s.Members.In(tx).Welcome(ctx, member)
	if err != nil || !first {
		return err
	}
	return reminders.Post(ctx, tx, s.Now(), reminders.Mail{
		Kind: "welcome", Member: member, About: about,
	})
}
