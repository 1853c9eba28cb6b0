package reminders

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMailsAreCountedForAllProcesses(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.crowd(5)
	e.exec(`UPDATE members SET remind_hours_before = true`)
	e.server.Refuse("robin@example.org", 550)
	e.run(Report{Planned: 5, Sent: 4, Failed: 1})
	e.set(e.starts.Add(-2 * time.Hour))
	_, err := e.planAll(context.Background(), make(chan struct{}, 1))
	e.must(err)
	e.exec(`UPDATE places SET coming = false`)
	other := e.service(e.db, e.sender())
	if _, err := other.Job(context.Background()); err != nil {
		t.Fatal(err)
	}
	got, err := e.Counts(context.Background())
	want := []Count{{dayBefore, "failed", 1}, {dayBefore, "sent", 4}, {hoursBefore, "dropped", 5}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("counted %v, %v, want %v", got, err, want)
	}
}

// The oldest mail is found without looking through all that are due.
func TestOldestMailIsReadFromTheIndex(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`
		INSERT INTO mails (kind, member_id, meeting_id, due_at, closes_at)
		SELECT 'old kind ' || n, $1, CASE WHEN n % 2 = 0 THEN $2::bigint END, $3::timestamptz - make_interval(secs => n), $4
		FROM generate_series(1, 2000) n`, e.robin, e.meetingID, e.time(), e.starts)
	e.exec(`ANALYZE mails`)
	var lines []string
	e.must(e.db.Select(t.Context(), &lines, `EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF, SUMMARY OFF) `+oldestDue, e.time()))
	plan := strings.Join(lines, "\n")
	if strings.Count(plan, "Index Only Scan using mails_due")+strings.Count(plan, "Index Scan using mails_due") != 2 ||
		strings.Contains(plan, "Seq Scan on mails") || strings.Contains(plan, "Rows Removed") {
		t.Errorf("mails are read otherwise:\n%s", plan)
	}
	age, err := e.Overdue(t.Context())
	if err != nil || age != 2000*time.Second {
		t.Errorf("the oldest waits for %v, %v", age, err)
	}
}
