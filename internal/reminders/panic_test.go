package reminders

import (
	"context"
	"strings"
	"testing"
	"time"

	"regulars/internal/mail"
	"regulars/internal/words"
)

// A mail that breaks what writes it waits, and the others leave.
func TestMailThatPanicsStopsNoOther(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`UPDATE groups SET slug = 'evening-chorus' WHERE id = $1`, e.group) // makes place for another
	elsewhere := e.world.meeting(e.world.group("Europe/London", true), e.starts, "on")
	e.comes(elsewhere, e.member("sam@example.org"), e.time().Add(-time.Hour))
	whole := e.Calendars
	e.Calendars = func(ctx context.Context, l *words.Language, meetings []int64) (map[int64][]byte, error) {
		for _, id := range meetings {
			if id == elsewhere {
				panic("a calendar that nobody thought of")
			}
		}
		return whole(ctx, l, meetings)
	}
	e.run(Report{Planned: 2, Sent: 1, Postponed: 1})
	e.Calendars = whole
	e.set(e.time().Add(time.Hour))
	e.run(Report{Sent: 1})
}

// Whichever part of a run panics, the run ends with an error, and the next one is whole.
func TestRunThatPanicsLeavesTheProgramAlive(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.crowd(50)
	for name, fails := range map[string]func(){
		"planning":          func() { e.running = func() time.Time { panic("no time") } },
		"the mail server's": func() { e.Service.sender = broken{e.Service.sender} },
	} {
		whole := e.Service.sender
		fails()
		_, err := e.Job(context.Background())
		if err == nil || !strings.Contains(err.Error(), "panic: no ") {
			t.Errorf("%s: %v", name, err)
		}
		e.running, e.Service.sender = nil, whole
	}
	e.exec(`UPDATE mails SET claimed_until = clock_timestamp() WHERE claimed_until IS NOT NULL`) // claims lapse
	report, err := e.Job(context.Background())
	e.must(err)
	if left := e.id(`SELECT count(*) FROM mails WHERE state <> 'sent'`); left != 0 || e.server.Count() != 50 {
		t.Errorf("%d mails came and %d are left: %+v", e.server.Count(), left, report)
	}
}

// broken is a way to the mail server that breaks.
type broken struct{ mail.Sender }

func (broken) Line(context.Context) (mail.Line, error) { panic("no line") }
