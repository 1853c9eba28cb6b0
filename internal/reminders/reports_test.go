package reminders

import (
	"context"
	"sync"
	"testing"
	"time"

	"regulars/internal/postgres"
)

// reportedTo makes a report, and posts what hosts are told about it.
func (d desk) reportedTo(hosts ...string) {
	d.t.Helper()
	d.must(d.db.InTx(context.Background(), func(tx postgres.Conn) error {
		_, err := tx.Exec(context.Background(), `
			INSERT INTO reports (group_id, words, contact, created_at) VALUES ($1, 'It is private.', '', $2)`, d.group, d.time())
		if err != nil {
			return err
		}
		return PostReports(context.Background(), tx, d.time(), hosts, "en")
	}))
}

// However many reports come, each host gets a mail at once and then one an hour.
func TestOneMailAnHourAboutReports(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.exec(`DELETE FROM reports`)
	begin := d.time()
	d.reportedTo("kim@example.org", "lou@example.org")
	d.run(Report{Sent: 2})
	contains(t, d.received(2)[0].Text, "It is private.", "They left no address.")

	var all sync.WaitGroup
	for range 5 {
		all.Go(func() { d.reportedTo("kim@example.org", "lou@example.org") })
	}
	all.Wait()
	d.set(begin.Add(time.Hour - time.Second))
	d.run(Report{})
	d.reportedTo("kim@example.org", "lou@example.org")
	d.set(begin.Add(time.Hour))
	d.run(Report{Sent: 2})
	contains(t, d.received(4)[3].Text, "7 reports that something is wrong", base+"/host")

	d.set(begin.Add(3 * time.Hour)) // an hour without any: the next is told at once
	d.reportedTo("kim@example.org")
	d.run(Report{Sent: 1})
}

// A mail that is under way may have been written before the report came.
func TestAReportIsNotOverlookedByAMailUnderWay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.reportedTo("kim@example.org")
	under, err := d.Service.claim(context.Background(), 10)
	d.must(err)
	d.reportedTo("kim@example.org")
	report, err := d.delivered(context.Background(), under)
	if d.must(err); report != (Report{Sent: 1}) {
		t.Fatalf("got %+v", report)
	}
	d.set(d.time().Add(time.Hour))
	d.run(Report{Sent: 1})
	contains(t, d.received(2)[1].Text, "3 reports")
}
