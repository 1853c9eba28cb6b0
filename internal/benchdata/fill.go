package benchdata

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
	"regulars/internal/search"
)

// chunk is how many groups are made and copied at a time.
const chunk = 5000

// Fill puts all groups in, as of now, with what the search makes of them: all or
// none. fault.Conflict if there are groups already. Told hears
// how many are in.
//
// It copies into the tables of other packages, which no part of the site may: to
// make a million groups by the rules of those packages would take hours.
func (w *World) Fill(ctx context.Context, db *postgres.DB, now time.Time, told func(made int)) (err error) {
	defer fault.Wrap(&err, "make %d groups up", w.groups)
	err = db.InTx(ctx, func(tx postgres.Conn) error {
		var some bool
		if err := tx.Get(ctx, &some, `SELECT EXISTS (SELECT FROM groups)`); err != nil {
			return err
		}
		if some {
			return fault.New(fault.Conflict, "There are groups already. Made-up ones go into an empty database only.")
		}
		build, err := dropIndexes(ctx, tx)
		if err != nil {
			return err
		}
		for first := 1; first <= w.groups; first += chunk {
			last := min(first+chunk-1, w.groups)
			if err := w.fillSome(ctx, tx, first, last, now); err != nil {
				return err
			}
			told(last)
		}
		if err := build(); err != nil {
			return err
		}
		// Numbers to come follow those that were given here.
		_, err = tx.Exec(ctx, `SELECT setval(pg_get_serial_sequence('groups', 'id'), max(id)) FROM groups`)
		return err
	})
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, `VACUUM (ANALYZE)`) // as a site that has run for a while
	return err
}

// dropIndexes drops those of the large tables that hold no rule, and gives what
// builds them again: at once that takes a small part of the time of row by row.
func dropIndexes(ctx context.Context, tx postgres.Conn) (build func() error, err error) {
	var indexes []struct {
		Name string `db:"indexname"`
		Def  string `db:"indexdef"`
	}
	err = tx.Select(ctx, &indexes, `
		SELECT indexname, indexdef FROM pg_indexes
		WHERE schemaname = current_schema() AND tablename IN ('cards', 'listings', 'meetings', 'schedules')
		  AND indexname NOT IN (SELECT conname FROM pg_constraint)`)
	for _, index := range indexes {
		if _, err := tx.Exec(ctx, `DROP INDEX `+index.Name); err != nil {
			return nil, err
		}
	}
	return func() error {
		for _, index := range indexes {
			if _, err := tx.Exec(ctx, index.Def); err != nil {
				return err
			}
		}
		return nil
	}, err
}

// fillSome makes and copies the groups of the numbers from first to last.
func (w *World) fillSome(ctx context.Context, tx postgres.Conn, first, last int, now time.Time) error {
	var made []madeUp
	var known []search.Known
	for number := first; number <= last; number++ {
		one := w.group(number, now)
		made, known = append(made, one), append(known, one.Known)
	}
	for _, table := range tables {
		if err := tx.Copy(ctx, table.name, table.columns, table.all(made)); err != nil {
			return err
		}
	}
	if err := search.Load(ctx, tx, now, known); err != nil {
		return err
	}
	// The triggers noted all of them, but the search has its rows already.
	_, err := tx.Exec(ctx, `DELETE FROM changes`)
	return err
}
