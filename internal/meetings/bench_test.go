package meetings_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
)

// BenchmarkExtend has 10,000 groups (100,000 with SIZE=full), whose meetings are
// made as far ahead as they are, and extends them by another week. The floor is
// the database that puts the same meetings and places in by itself, all at once.
// The two take turns, so that what else the machine does meets both.
func BenchmarkExtend(b *testing.B) {
	n, turns := 10_000, 3
	if os.Getenv("SIZE") == "full" {
		n, turns = 100_000, 1
	}
	ctx := context.Background()
	db := pgtest.New(b)
	now := start
	clock := func() time.Time { return now }
	store := meetings.New(db, groups.New(db, clock), clock)
	extend := func(want int) time.Duration {
		began := time.Now()
		if done, err := store.Extend(ctx); err != nil || done.Groups != want {
			b.Fatalf("%+v, %v, want %d", done, err, want)
		}
		return time.Since(began)
	}
	fillSeries(b, db, n)
	extend(n)
	fillStanding(b, db)

	var ours, bare time.Duration
	for range turns {
		before := now.Add(meetings.Horizon)
		now = now.Add(7*24*time.Hour + time.Second)
		ours += extend(n)
		bare += putInAgain(b, db, before)
	}
	rate := func(took time.Duration) float64 { return float64(turns*n) / took.Seconds() }
	fmt.Printf("extend: %.0f series/s by a week; the database alone puts their rows in for %.0f series/s: %.0f %% of the floor\n",
		rate(ours), rate(bare), 100*rate(ours)/rate(bare))
	fmt.Printf("extend: %d series by a week in %v, goal %v\n",
		n, (ours / time.Duration(turns)).Round(10*time.Millisecond), time.Duration(n)*300*time.Microsecond)
	fmt.Printf("extend: to find nothing due among %d series %v, goal 1s\n", n, extend(0).Round(time.Millisecond))
	b.ReportMetric(rate(ours), "series/s")
}

// fillSeries makes n groups that meet every week, every other week or once or
// twice a month since some years, in zones around the world; three of four are
// claimed, half of these with few places.
func fillSeries(b *testing.B, db *postgres.DB, n int) {
	b.Helper()
	for _, statement := range []string{`
		INSERT INTO groups (slug, name, claimed, lat, lon, zone, capacity, created_at, updated_at)
		SELECT 'group-' || n, 'Group ' || n, n % 4 > 0, 0, 0,
		       (ARRAY['America/New_York', 'Europe/London', 'Australia/Sydney', 'Asia/Kolkata', 'America/Santiago', 'Europe/Berlin'])[1 + n % 6],
		       CASE WHEN n % 2 = 0 THEN 4 END, now(), now()
		FROM generate_series(1, $1::int) n`, `
		INSERT INTO schedules (group_id, starts, minutes, rule)
		SELECT id, timestamp '2019-01-01 19:00' + (id % 2000) * interval '1 day', 120,
		       (ARRAY['FREQ=WEEKLY', 'FREQ=WEEKLY', 'FREQ=WEEKLY', 'FREQ=WEEKLY;INTERVAL=2', 'FREQ=MONTHLY;BYDAY=1SA,3SA'])[1 + id % 5]
		FROM groups LIMIT $1`,
	} {
		if _, err := db.Exec(context.Background(), statement, n); err != nil {
			b.Fatal(err)
		}
	}
	analyze(b, db)
}

// fillStanding gives every claimed group five members who come every time.
func fillStanding(b *testing.B, db *postgres.DB) {
	b.Helper()
	for _, statement := range []string{`
		INSERT INTO members (email, created_at) SELECT 'm' || n || '@example.org', now() FROM generate_series(1, 5000) n`, `
		INSERT INTO standing_places (group_id, member_id, since)
		SELECT g.id, (g.id * 5 + n) % 5000 + 1, now() FROM groups g, generate_series(1, 5) n WHERE g.claimed`,
	} {
		if _, err := db.Exec(context.Background(), statement); err != nil {
			b.Fatal(err)
		}
	}
	analyze(b, db)
}

func analyze(b *testing.B, db *postgres.DB) {
	b.Helper()
	if _, err := db.Exec(context.Background(), `ANALYZE`); err != nil {
		b.Fatal(err)
	}
}

// putInAgain takes away the meetings from a moment on, with their places, and
// measures how long it takes to put the same rows in.
func putInAgain(b *testing.B, db *postgres.DB, from time.Time) (took time.Duration) {
	b.Helper()
	ctx := context.Background()
	err := db.InTx(ctx, func(tx postgres.Conn) error {
		for _, statement := range []string{`
			CREATE TEMP TABLE taken ON COMMIT DROP AS
			SELECT id, group_id, key, original, starts_at, ends_at, status FROM meetings WHERE starts_at >= $1`, `
			CREATE TEMP TABLE seats ON COMMIT DROP AS
			SELECT p.meeting_id, p.member_id, p.coming, p.friends, p.said_at
			FROM places p JOIN meetings m ON m.id = p.meeting_id WHERE m.starts_at >= $1`, `
			DELETE FROM meetings WHERE starts_at >= $1`,
		} {
			if _, err := tx.Exec(ctx, statement, from); err != nil {
				return err
			}
		}
		began := time.Now()
		_, err := tx.Exec(ctx, `
			INSERT INTO meetings (id, group_id, key, original, starts_at, ends_at, status) OVERRIDING SYSTEM VALUE
			SELECT id, group_id, key, original, starts_at, ends_at, status FROM taken`)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO places (meeting_id, member_id, coming, friends, said_at)
			SELECT meeting_id, member_id, coming, friends, said_at FROM seats`)
		took = time.Since(began)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return took
}
