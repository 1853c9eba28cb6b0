package reminders

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"regulars/internal/postgres"
)

// Planning looks at a group when something is due there and not before. Whatever
// makes something due earlier has to let it look at once.
func TestWhatChangesIsLookedAtAnew(t *testing.T) {
	t.Parallel()
	const joins = `INSERT INTO memberships (group_id, member_id, role, joined_at) SELECT g.id, m.id, 'member', '2026-01-01' FROM groups g, members m`
	const comes = `INSERT INTO places (meeting_id, member_id, coming, said_at)
		SELECT e.id, m.id, true, '2026-01-01' FROM meetings e, members m`
	for name, c := range map[string]struct{ before, change string }{
		"yes":                {`DELETE FROM places`, comes},
		"yes after no":       {`UPDATE places SET coming = false`, `UPDATE places SET coming = true`},
		"wants reminders":    {`UPDATE members SET remind_day_before = false`, `UPDATE members SET remind_day_before = true`},
		"wants them earlier": {`UPDATE members SET remind_at = 20`, `UPDATE members SET remind_at = 18`},
		"wants others": {`UPDATE members SET remind_day_before = false, remind_hours = 6;
			UPDATE meetings SET starts_at = starts_at - interval '19 hours'`, `UPDATE members SET remind_hours_before = true`},
		"lives elsewhere": {`UPDATE members SET remind_at = 20`, `UPDATE members SET zone = 'Asia/Tokyo'`},
		"hears again":     {joins + `; UPDATE memberships SET muted = true`, `UPDATE memberships SET muted = false`},
		"saved":           {`UPDATE groups SET claimed = false`, joins},
		"claimed":         {`UPDATE groups SET claimed = false`, `UPDATE groups SET claimed = true`},
		"listed":          {`UPDATE groups SET state = 'removed'`, `UPDATE groups SET state = 'listed'`},
		"on again":        {`UPDATE meetings SET status = 'called_off'`, `UPDATE meetings SET status = 'on'`},
		"moved": {`UPDATE meetings SET starts_at = starts_at + interval '9 days', ends_at = ends_at + interval '9 days'`,
			`UPDATE meetings SET starts_at = starts_at - interval '9 days'`},
		"new meeting": {`DELETE FROM meetings`, `INSERT INTO meetings (group_id, key, original, starts_at, ends_at, status)
			SELECT id, 'new', '2026-09-08 19:00', '2026-09-08 18:00Z', '2026-09-08 20:00Z', 'on' FROM groups; ` + comes},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEve(t)
			e.set(e.time().Add(-time.Hour))
			e.exec(c.before)
			e.run(Report{})
			e.exec(c.change)
			for range 2 {
				_, err := e.Job(context.Background())
				e.must(err)
				e.set(e.time().Add(time.Hour))
			}
			e.received(1)
		})
	}
}

// A look that was cast while the clock was wrong, or by `tick --at`, says nothing
// of the time before.
func TestLookFromTheFutureIsNotBelieved(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	now := e.time()
	for _, ahead := range []time.Duration{26 * time.Hour, 30 * 24 * time.Hour} {
		e.set(now.Add(ahead))
		e.run(Report{})
	}
	e.set(now.Add(-time.Minute))
	e.run(Report{})
	e.set(now)
	e.run(Report{Planned: 1, Sent: 1})
}

// What is said while planning looks the other way is planned the next time.
func TestYesDuringPlanning(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.must(e.db.InTx(context.Background(), func(tx postgres.Conn) error {
		_, err := tx.Exec(context.Background(), `
			INSERT INTO places (meeting_id, member_id, coming, said_at) VALUES ($1, $2, true, $3)`,
			e.meetingID, e.member("kim@example.org"), e.time().Add(-time.Hour))
		e.run(Report{Planned: 1, Sent: 1})
		return err
	}))
	e.run(Report{Planned: 1, Sent: 1})
}

// Two planners may each hold a look of the same groups. Neither keeps the other from
// going on, and nothing is planned twice.
func TestTwoPlannersHoldLooksOfTheSameGroups(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.town(slice)
	e.exec(`INSERT INTO looks (group_id) SELECT id FROM groups ORDER BY id DESC`) // each has two
	ctx := context.Background()
	var runs, planned atomic.Int64
	planner := func(meanwhile func()) error {
		return e.db.InTx(ctx, func(tx postgres.Conn) error { // once more after a deadlock
			runs.Add(1)
			groups, err := e.choose(ctx, tx)
			if err != nil {
				return err
			}
			meanwhile()
			n, err := e.planFor(ctx, tx, groups)
			planned.Add(int64(n))
			return err
		})
	}
	ended := make(chan error, 1)
	e.must(planner(func() {
		if runs.Load() > 1 {
			return
		}
		go func() { ended <- planner(func() {}) }()
		e.waits()
	}))
	e.must(<-ended)
	if runs.Load() != 2 || planned.Load() != slice*atEach {
		t.Errorf("two planners needed %d runs and planned %d reminders, want %d", runs.Load(), planned.Load(), slice*atEach)
	}
	if n := e.id(`SELECT count(*) FROM looks WHERE at <= $1`, e.time()); n != 0 {
		t.Errorf("%d looks are left", n)
	}
}

// waits returns when somebody waits for a lock.
func (w *world) waits() {
	w.t.Helper()
	for begin := time.Now(); time.Since(begin) < 30*time.Second; {
		if w.id(`SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
			WHERE NOT l.granted AND a.datname = current_database()`) > 0 {
			return
		}
	}
	w.t.Error("nobody waits for a lock")
}

// Looks do not pile up, however often things change and are looked at.
func TestLooksAreFew(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.set(e.time().Add(-time.Hour))
	for range 10 {
		e.exec(`UPDATE places SET friends = 1`)
		e.exec(`UPDATE members SET name = 'Kim'`)
		e.run(Report{})
	}
	if n := e.id(`SELECT count(*) FROM looks`); n != 1 {
		t.Errorf("%d looks wait, want the one at 18:00", n)
	}
}

// Should a change ever escape planning, the hourly sweep mends it.
func TestSweepLooksEverywhere(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`TRUNCATE looks`)
	e.run(Report{})
	_, err := e.Sweep(context.Background())
	e.must(err)
	e.run(Report{Planned: 1, Sent: 1})
}
