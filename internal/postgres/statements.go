package postgres

import (
	"context"
	"sync"

	"github.com/jmoiron/sqlx"
)

// mostStatements bounds the cache: the texts of a search vary with its filters,
// and what is beyond the bound still runs, only unprepared.
const mostStatements = 300

// statements keeps hot statements prepared, by their text. Without it lib/pq
// prepares anew on each call, and parsing and planning cost more than running
// most of ours.
type statements struct {
	mu     sync.RWMutex
	byText map[string]*sqlx.Stmt
}

// known gives the statement if it is prepared already. A transaction asks only
// this: preparing would take a second connection while it holds one, and a full
// pool of such transactions would wait for each other.
func (s *statements) known(query string) *sqlx.Stmt {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byText[query]
}

// prepare gives the prepared statement, preparing it first if there is room;
// nil if there is none.
func (s *statements) prepare(ctx context.Context, pool *sqlx.DB, query string) (*sqlx.Stmt, error) {
	if stmt := s.known(query); stmt != nil || s.full() {
		return stmt, nil
	}
	stmt, err := pool.PreparexContext(ctx, query)
	if err != nil {
		return nil, err
	}
	first := s.keep(query, stmt)
	if first == stmt {
		return stmt, nil
	}
	// Outside the lock: closing waits for the connection, which by now may wait
	// for a transaction that asks for a statement.
	return first, stmt.Close()
}

// keep notes a statement, and gives the one noted first if somebody was quicker.
func (s *statements) keep(query string, stmt *sqlx.Stmt) *sqlx.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	if first := s.byText[query]; first != nil {
		return first
	}
	if s.byText == nil {
		s.byText = map[string]*sqlx.Stmt{}
	}
	s.byText[query] = stmt
	return stmt
}

func (s *statements) full() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.byText) >= mostStatements
}
