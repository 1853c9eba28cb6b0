package web

import (
	"context"

	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// tell writes to those whom changes concern, as reminders.Tell does.
func (s *Server) tell(ctx context.Context, tx postgres.Conn, changed ...meetings.Changed) (told int, err error) {
	return reminders.Tell(ctx, tx, s.Meetings, s.Now(), changed...)
}
