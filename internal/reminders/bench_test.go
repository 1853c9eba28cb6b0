package reminders

import (
	"net/smtp"
	"net/url"
	"os"
	"testing"
	"time"
)

// BenchmarkReminders sends the reminders of 100 meetings (5,000 with SIZE=full)
// with 20 members each, from the plan to the last settled row. Its floor is a loop
// that does nothing but hand one such mail, ready made, to the same server over
// one connection. The two take turns, so that what else the machine does meets both.
func BenchmarkReminders(b *testing.B) {
	meetings, members := 100, 20
	turns := 5
	if os.Getenv("SIZE") == "full" {
		meetings, turns = 5000, 1
	}
	e := newEve(b)
	e.run(Report{Planned: 1, Sent: 1})
	sample := e.received(1)[0].Raw
	e.town(meetings, members)
	e.server.Discard()

	var bare, ours time.Duration
	for range turns {
		e.exec(`TRUNCATE mails`) // and leave no dead rows behind, as sweeping a few a night does not
		begin := time.Now()
		bareLoop(b, e.server.URL, sample, meetings*members)
		bare += time.Since(begin)
		begin = time.Now()
		e.run(Report{Planned: meetings * members, Sent: meetings * members})
		ours += time.Since(begin)
	}
	rate := func(took time.Duration) float64 { return float64(turns*meetings*members) / took.Seconds() }
	b.ReportMetric(rate(ours), "mails/s")
	b.Logf("reminders: %.0f mails/s of %d bytes, a bare SMTP loop %.0f mails/s: %.0f %% of the floor",
		rate(ours), len(sample), rate(bare), 100*rate(ours)/rate(bare))
}

// town replaces the eve's people by as many groups with a meeting each tomorrow,
// and as many members who come to it.
func (e eve) town(meetings, members int) {
	e.t.Helper()
	e.exec(`DELETE FROM groups`)
	e.exec(`
		INSERT INTO groups (slug, name, claimed, venue, lat, lon, zone, created_at, updated_at)
		SELECT 'group-' || n, 'Group ' || n, true, 'Hill Street Hall', 51.5, 0, 'Europe/London', now(), now()
		FROM generate_series(1, $1::int) n`, meetings)
	e.exec(`
		INSERT INTO meetings (group_id, key, original, starts_at, ends_at, status)
		SELECT id, '2026-09-08', '2026-09-08 19:00', $1, $1::timestamptz + interval '2 hours', 'on' FROM groups`, e.starts)
	e.exec(`
		INSERT INTO members (email, name, created_at)
		SELECT 'm' || n || '@example.org', 'Member ' || n, now() FROM generate_series(1, $1::int) n`, meetings*members)
	e.exec(`
		INSERT INTO places (meeting_id, member_id, coming, said_at)
		SELECT m.id, b.id, true, $1
		FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM meetings) m
		JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM members WHERE email LIKE 'm%') b ON b.n / $2 = m.n`,
		e.time().Add(-time.Hour), members)
	e.exec(`INSERT INTO memberships SELECT m.group_id, p.member_id, 'member', now() FROM places p JOIN meetings m ON m.id = p.meeting_id`)
	e.exec(`ANALYZE`)
}

// bareLoop hands a mail to the server n times over one connection.
func bareLoop(b *testing.B, server string, mail []byte, n int) {
	b.Helper()
	u, err := url.Parse(server)
	if err != nil {
		b.Fatal(err)
	}
	client, err := smtp.Dial(u.Host)
	if err != nil {
		b.Fatal(err)
	}
	defer client.Close()
	for range n {
		if err := handOver(client, mail); err != nil {
			b.Fatal(err)
		}
	}
}

func handOver(client *smtp.Client, mail []byte) error {
	if err := client.Mail("hello@regulars.example"); err != nil {
		return err
	}
	if err := client.Rcpt("robin@example.org"); err != nil {
		return err
	}
	data, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := data.Write(mail); err != nil {
		return err
	}
	return data.Close()
}
