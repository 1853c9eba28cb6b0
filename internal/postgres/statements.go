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
	s.mu.Lock()
	defer s.mu.Unlock()
	if first := s.byText[query]; first != nil { // somebody was quicker
		return first, stmt.Close()
	}
	if s.byText == nil {
		s.byText = map[string]*sqlx.Stmt{}
	}
	s.byText[query] = stmt
	return stmt, nil
}

func (s *statements) full() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.byText) >= mostStatements
}
