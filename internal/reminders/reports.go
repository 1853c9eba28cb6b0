package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/postgres"
)

// PostReports queues a mail to each of the hosts about all reports that wait: at once,
// but an hour after the one before, so that nobody can flood them. A mail that has not
// left yet speaks of the new report too. Language is that of whoever reports.
func PostReports(ctx context.Context, tx postgres.Conn, now time.Time, hosts []string, language string) (err error) {
	defer fault.Wrap(&err, "post mails about reports")
	// One at a time, so that of two none overlooks the other's mail.
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('mails about reports', 0))`); err != nil {
		return err
	}
	// A mail that is under way may have been put together before this report; one that
	// waits is held here until the report is there to be read.
	_, err = tx.Exec(ctx, `
		WITH waiting AS (
			SELECT email FROM mails
			WHERE kind = 'report' AND state = 'due' AND email = ANY ($1::citext[])
				AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
			FOR UPDATE)
		INSERT INTO mails (kind, email, due_at, closes_at, language)
		SELECT 'report', h.email, due, due + make_interval(secs => $3), $4
		FROM unnest($1::citext[]) h (email)
		CROSS JOIN LATERAL (
			SELECT greatest($2, max(greatest(m.due_at, m.settled_at)) + interval '1 hour') AS due
			FROM mails m WHERE m.email = h.email AND m.kind = 'report' AND m.state <> 'dropped') w
		WHERE h.email NOT IN (SELECT email FROM waiting)`,
		postgres.Array(hosts), now, usefulFor.Seconds(), language)
	if err != nil {
		return err
	}
	return announce(ctx, tx)
}

// report goes to a host: one that waits stands in it, more are counted.
func (s *Service) report(ctx context.Context, _ subject) (mail.Letter, error) {
	var first struct {
		mail.Report
		Waiting int `db:"waiting"`
	}
	err := s.db.Get(ctx, &first, `
		SELECT g.name AS "group", r.words, r.contact, count(*) OVER () AS waiting
		FROM reports r JOIN groups g ON g.id = r.group_id
		WHERE r.resolved_at IS NULL AND g.state <> 'removed' LIMIT 1`)
	first.Link = s.base + "/host"
	if first.Waiting > 1 {
		return mail.Reports{Count: first.Waiting, Link: first.Link}, err
	}
	return first.Report, err
}
