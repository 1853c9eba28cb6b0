package meetings_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// Extending many groups at once makes the same meetings and places as making
// those of one group after the other.
func TestExtendIsAsOneByOne(t *testing.T) {
	t.Parallel()
	together, alone := newHouse(t), newHouse(t)
	apart := map[int]int{2: 4, 5: 1} // runs with groups for which more has to be done than to add dates
	for _, h := range []*house{together, alone} {
		h.village(t)
	}
	for i, days := range []int{8, 6, 7, 9, 7, 70, 120, 1, 150} {
		for _, h := range []*house{together, alone} {
			h.event(t, i)
			h.now = h.now.AddDate(0, 0, days)
		}
		due := alone.oneByOne(t)
		done, err := together.Extend(t.Context())
		must(t, err)
		if done.Groups != due {
			t.Errorf("after %d days %d groups are extended, want %d", days, done.Groups, due)
		}
		if n := together.transactions(t); due > 0 && n != 1+apart[i] {
			t.Errorf("after %d days it took %d transactions, want one and %d groups apart", days, n, apart[i])
		}
		got, want := together.everything(t), alone.everything(t)
		for _, line := range got {
			if !slices.Contains(want, line) {
				t.Errorf("after %d days, only together: %s", days, line)
			}
		}
		for _, line := range want {
			if !slices.Contains(got, line) {
				t.Errorf("after %d days, only one by one: %s", days, line)
			}
		}
	}
}

// village makes groups of all kinds.
func (h *house) village(t *testing.T) {
	t.Helper()
	ann := h.member(t, "ann")
	var people []int64
	for i := range 6 {
		people = append(people, h.member(t, fmt.Sprintf("m%d", i)))
	}
	wall := func(month time.Month, day, hour int) schedule.Wall {
		return schedule.NewWall(2026, month, day, hour, 0)
	}
	meets := func(start schedule.Wall, text string) schedule.Schedule {
		rule, err := schedule.ParseRule(text)
		must(t, err)
		return schedule.Schedule{Start: start, Length: 2 * time.Hour, Rule: rule}
	}
	ending := meets(wall(9, 3, 19), "FREQ=WEEKLY;COUNT=18")
	ending.Except = []schedule.Wall{wall(10, 1, 19), wall(12, 31, 19)}
	ending.Extra = []schedule.Wall{wall(9, 5, 11), wall(12, 26, 11), schedule.NewWall(2027, 1, 9, 11, 0)}
	told := meets(wall(9, 2, 19), "FREQ=WEEKLY") // by its calendar
	told.Overrides = []schedule.Override{
		{Original: wall(9, 9, 19), Why: "Storm"},
		{Original: wall(12, 30, 19)},
		{Original: schedule.NewWall(2027, 1, 6, 19, 0), Start: schedule.NewWall(2027, 1, 7, 20, 0), Length: time.Hour, Where: "Library", Why: "The hall is let"},
		{Original: schedule.NewWall(2027, 1, 13, 19, 0), Start: schedule.NewWall(2027, 5, 3, 19, 0), Length: time.Hour},
		{Original: schedule.NewWall(2027, 4, 28, 19, 0), Start: schedule.NewWall(2026, 12, 29, 19, 0), Length: time.Hour},
	}
	for i, table := range []meetings.Timetable{
		{meets(wall(9, 1, 19), "FREQ=WEEKLY")},
		{meets(wall(8, 25, 19), "FREQ=WEEKLY;INTERVAL=2")},
		{meets(wall(9, 5, 10), "FREQ=MONTHLY;BYDAY=1SA,3SA")},
		{meets(wall(9, 30, 10), "FREQ=MONTHLY;BYMONTHDAY=-1")},
		{meets(wall(9, 1, 19), "FREQ=WEEKLY"), meets(wall(9, 1, 14), "FREQ=WEEKLY;INTERVAL=2"), meets(wall(9, 1, 19), "FREQ=MONTHLY;BYDAY=1TU")},
		{ending},
		{meets(wall(12, 24, 17), "FREQ=YEARLY"), meets(wall(9, 2, 9), "")},
		{meets(wall(9, 1, 19), "FREQ=WEEKLY"), meets(wall(9, 6, 2), "FREQ=DAILY")},
		{told},
	} {
		for capacity := range 3 {
			h.founds(t, ann, []string{"America/New_York", "America/Santiago", "Australia/Lord_Howe"}[i%3], capacity*2, table, people)
		}
		h.imports(t, table)
	}
}

// founds makes a claimed group where some people come every time, for whom there
// may be no room: every other one brings two friends.
func (h *house) founds(t *testing.T, organizer int64, zone string, capacity int, table meetings.Timetable, people []int64) {
	t.Helper()
	d := details()
	d.Zone, d.Capacity = zone, capacity
	group, err := h.groups.Create(t.Context(), organizer, d)
	must(t, err)
	h.meets(t, group.ID, table)
	for i, who := range people {
		_, err := h.db.Exec(t.Context(), `
			INSERT INTO standing_places (group_id, member_id, friends, since) VALUES ($1, $2, $3, $4)`,
			group.ID, who, i%2*2, start.Add(-time.Duration(i)*time.Hour))
		must(t, err)
	}
}

func (h *house) imports(t *testing.T, table meetings.Timetable) {
	t.Helper()
	group, err := h.groups.Import(t.Context(), details(), false)
	must(t, err)
	h.meets(t, group.ID, table)
}

// event is something that happens in the village before a run, besides that time
// goes by. Groups are numbered from 1 on, every fourth is unclaimed.
func (h *house) event(t *testing.T, run int) {
	t.Helper()
	statements := map[int][]string{
		1: {`UPDATE groups SET claimed = true WHERE id = 4`},                                                                       // and nobody made its meetings anew
		2: {`UPDATE groups SET zone = 'Europe/London' WHERE id IN (1, 6, 20)`, `UPDATE groups SET state = 'removed' WHERE id = 2`}, // neither
		3: {`UPDATE groups SET state = 'listed' WHERE id = 2`, `UPDATE schedules SET made_through = NULL WHERE group_id IN (5, 9)`},
		4: {`DELETE FROM meetings WHERE group_id IN (7, 8)`, `UPDATE groups SET state = 'paused' WHERE id = 3`},
		5: {`DELETE FROM standing_places WHERE group_id = 1 AND member_id = 3`, `UPDATE schedules SET minutes = 90 WHERE group_id = 10`},
	}
	for _, statement := range statements[run] {
		_, err := h.db.Exec(t.Context(), statement)
		must(t, err)
	}
	if run != 0 {
		return
	}
	group, err := h.groups.ByID(t.Context(), 1)
	must(t, err)
	coming := h.upcoming(t, 1, 0)
	_, err = h.CallOff(t.Context(), 1, group, coming[1].ID, "Hall is closed")
	must(t, err)
	_, err = h.Move(t.Context(), 1, group, coming[2].ID, coming[3].Starts.Add(time.Hour), "Library", "")
	must(t, err)
	for _, id := range []int64{1, 3, 4, 17, 20} {
		h.rests(t, id, schedule.Break{From: schedule.NewWall(2026, 12, 20, 0, 0), Through: schedule.NewWall(2027, 1, 6, 0, 0)})
	}
}

// oneByOne makes the meetings of all groups that are due, one after the other, and
// tells how many these were.
func (h *house) oneByOne(t *testing.T) int {
	t.Helper()
	var due []int64
	must(t, h.db.Select(t.Context(), &due, `
		SELECT DISTINCT s.group_id FROM schedules s JOIN groups g ON g.id = s.group_id
		WHERE (s.made_through IS NULL OR s.made_through < $1) AND g.state <> 'removed'`, h.now.Add(meetings.Horizon-7*24*time.Hour)))
	for _, group := range due {
		_, err := h.Materialise(t.Context(), group)
		must(t, err)
	}
	return len(due)
}

// transactions are those that extended groups in the last run.
func (h *house) transactions(t *testing.T) (n int) {
	t.Helper()
	must(t, h.db.Get(t.Context(), &n, `
		SELECT count(DISTINCT xmin::text) FROM schedules WHERE made_through = $1`, h.now.Add(meetings.Horizon)))
	return n
}

// everything is each meeting with who said what about it, and how far ahead each
// schedule is made, a line each.
func (h *house) everything(t *testing.T) (lines []string) {
	t.Helper()
	must(t, h.db.Select(t.Context(), &lines, `
		SELECT concat_ws(' ', m.group_id, m.key, m.original, m.starts_at, m.ends_at, m.status, m.reason, m.venue, m.by_timetable,
		       (SELECT string_agg(concat_ws(' ', p.member_id, p.coming, p.friends, p.said_at), ', ' ORDER BY p.member_id)
		        FROM places p WHERE p.meeting_id = m.id))
		FROM meetings m
		UNION ALL SELECT concat_ws(' ', s.group_id, s.starts, s.rule, s.made_through, s.resumes) FROM schedules s`))
	if len(lines) < 300 {
		t.Fatalf("%d meetings and schedules", len(lines))
	}
	return lines
}

// More groups than one transaction takes, two processes, and somebody who holds
// one of the groups: each is extended once.
func TestExtendByTwoProcesses(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.many(t, 600)
	var made [2]meetings.Extended
	var wg sync.WaitGroup
	must(t, h.db.InTx(t.Context(), func(tx postgres.Conn) error {
		if _, err := h.groups.In(tx).Lock(t.Context(), 300); err != nil {
			return err
		}
		for i := range made {
			wg.Go(func() {
				var err error
				if made[i], err = h.Extend(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		return h.untilOneWaits(t.Context())
	}))
	wg.Wait()
	if made[0].Groups+made[1].Groups != 600 {
		t.Errorf("%d and %d groups are extended", made[0].Groups, made[1].Groups)
	}
	h.haveMeetings(t, 600)
}

func TestExtendDoesNotStopAtOneThatFails(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.many(t, 300)
	_, err := h.db.Exec(t.Context(), `UPDATE schedules SET rule = 'FREQ=SOMETIMES' WHERE group_id IN (7, 299)`)
	must(t, err)
	done, err := h.Extend(t.Context())
	if err == nil || done.Groups != 298 {
		t.Errorf("got %+v, %v", done, err)
	}
	h.haveMeetings(t, 298)
}

// That a group's meetings are made further ahead is nothing that search has to
// look at; that it meets at other times is.
func TestMadeAheadIsNoChange(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.many(t, 2)
	for statement, want := range map[string]int{
		`UPDATE schedules SET made_through = now(), resumes = now()`:                       0,
		`UPDATE schedules SET rule = CASE group_id WHEN 1 THEN 'FREQ=DAILY' ELSE rule END`: 1,
	} {
		_, err := h.db.Exec(t.Context(), `DELETE FROM changes`)
		must(t, err)
		_, err = h.db.Exec(t.Context(), statement)
		must(t, err)
		var noted int
		must(t, h.db.Get(t.Context(), &noted, `SELECT count(*) FROM changes`))
		if noted != want {
			t.Errorf("%s notes %d groups, want %d", statement, noted, want)
		}
	}
}

// many makes groups that meet on Tuesdays, and whose meetings are still to be made.
func (h *house) many(t *testing.T, n int) {
	t.Helper()
	for _, statement := range []string{`
		INSERT INTO groups (slug, name, claimed, lat, lon, zone, created_at, updated_at)
		SELECT 'group-' || n, 'Group', true, 0, 0, 'UTC', now(), now() FROM generate_series(1, $1::int) n`, `
		INSERT INTO schedules (group_id, starts, minutes, rule)
		SELECT id, '2026-09-01 19:00', 120, 'FREQ=WEEKLY' FROM groups WHERE id <= $1`,
	} {
		_, err := h.db.Exec(t.Context(), statement, n)
		must(t, err)
	}
}

func (h *house) haveMeetings(t *testing.T, groups int) {
	t.Helper()
	var counts []int
	must(t, h.db.Select(t.Context(), &counts, `SELECT count(*) FROM meetings GROUP BY group_id`))
	if len(counts) != groups || slices.Min(counts) != 16 || slices.Max(counts) != 16 {
		t.Errorf("%d groups have meetings: %v", len(counts), counts)
	}
}

// Whom a change concerns that came with the going by of time is told in its
// transaction: what cannot be told does not happen yet.
func TestExtendTellsInTheTransactionOfTheChange(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	date := h.upcoming(t, group.ID, 0)[2]
	must(t, h.Attend(t.Context(), group, date.ID, ann, 0))
	_, err := h.db.Exec(t.Context(), `UPDATE groups SET zone = 'Europe/London' WHERE id = $1`, group.ID)
	must(t, err)
	h.now = h.now.AddDate(0, 0, 8)
	starts := func(tx postgres.Conn) (at time.Time) {
		must(t, tx.Get(t.Context(), &at, `SELECT starts_at FROM meetings WHERE id = $1`, date.ID))
		return at
	}

	h.Tell = func(context.Context, postgres.Conn, []meetings.Changed) error {
		return errors.New("nobody can be told")
	}
	if _, err := h.Extend(t.Context()); err == nil || !starts(h.db).Equal(date.Starts) {
		t.Errorf("untold, it is at %v (%v), want %v", starts(h.db), err, date.Starts)
	}
	told := 0
	h.Tell = func(_ context.Context, tx postgres.Conn, changed []meetings.Changed) error {
		told += len(changed)
		if len(changed) != 1 || !starts(tx).Equal(changed[0].Meeting.Starts) || starts(h.db).Equal(changed[0].Meeting.Starts) {
			t.Errorf("told of %+v", changed)
		}
		return nil
	}
	done, err := h.Extend(t.Context())
	must(t, err)
	if told != 1 || done.Groups != 1 || starts(h.db).Equal(date.Starts) {
		t.Errorf("told of %d changes, extended %d groups, it is at %v", told, done.Groups, starts(h.db))
	}
}
