package reminders

import (
	"context"
	"encoding/json"
	"time"

	"regulars/internal/postgres"
)

// postNews queues a mail about a group to all of its people who have a role. It does
// not come by night: nobody has asked for it, and nothing about it hurries.
func postNews(ctx context.Context, tx postgres.Conn, now time.Time, kind, role string, about About) error {
	text, err := json.Marshal(about)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO mails (kind, member_id, about, due_at, closes_at)
		SELECT $1, b.id, $2::jsonb, morning.due, morning.due + interval '24 hours'
		FROM groups g JOIN memberships r ON r.group_id = g.id AND r.role = $3 JOIN members b ON b.id = r.member_id
		CROSS JOIN LATERAL (SELECT after_night($4, `+homeZone+`) AS due) morning
		WHERE g.id = $5 ORDER BY b.id`, kind, string(text), role, now, about.Group)
	if err != nil {
		return err
	}
	return announce(ctx, tx)
}
