package postgres

import (
	"context"
	"iter"
	"strings"

	"github.com/lib/pq"
)

// Copy implements Conn.
func (db *DB) Copy(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) error {
	return db.InTx(ctx, func(tx Conn) error { return tx.Copy(ctx, table, columns, rows) })
}

// Copy implements Conn.
func (t *transaction) Copy(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) error {
	stmt, err := t.tx.PrepareContext(ctx, copyInto(table, columns))
	if err != nil {
		return translate(err)
	}
	defer stmt.Close() // sends what is left; the last Exec has done so where all is well
	for row := range rows {
		if _, err := stmt.ExecContext(ctx, row...); err != nil {
			return translate(err)
		}
	}
	_, err = stmt.ExecContext(ctx) // ends the rows, and tells what was wrong with any
	return translate(err)
}

func copyInto(table string, columns []string) string {
	quoted := make([]string, len(columns))
	for i, column := range columns {
		quoted[i] = pq.QuoteIdentifier(column)
	}
	return "COPY " + pq.QuoteIdentifier(table) + " (" + strings.Join(quoted, ", ") + ") FROM STDIN"
}
