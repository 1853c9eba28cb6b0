package reminders

import (
	"context"
	"slices"
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
