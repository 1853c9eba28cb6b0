package search

import (
	"context"
	"errors"
	"strconv"

	"regulars/internal/fault"
	"regulars/internal/interest"
	"regulars/internal/postgres"
)

const (
	batch = 500 // notes that are read at a time
	turn  = 100 // groups that time has changed and that are made anew before what was written meanwhile
)

// Refresh makes anew what has changed, by a write or by the passing of time, and
// tells how many groups it looked at. Several processes may do so at once; they
// share the work. A group that fails keeps its note and stops no other; the
// errors come back together.
//
// On the hour the next date of very many groups begins. What is written meanwhile does not
// wait for all of them.
func (s *Service) Refresh(ctx context.Context) (looked int, err error) {
	defer fault.Wrap(&err, "refresh the search")
	for {
		n, failed := s.refreshNoted(ctx)
		looked += n
		more, err := s.noteStale(ctx)
		if err != nil || !more {
			return looked, errors.Join(failed, err) // those of this round: what fails is tried in each
		}
	}
}

// refreshNoted makes those groups anew that are noted.
func (s *Service) refreshNoted(ctx context.Context) (looked int, failed error) {
	for after := int64(0); ; {
		var noted []int64
		err := s.db.Select(ctx, &noted, `SELECT group_id FROM changes WHERE group_id > $1 ORDER BY group_id LIMIT $2`, after, batch)
		if err != nil || len(noted) == 0 {
			return looked, errors.Join(failed, err)
		}
		for _, id := range noted {
			mine, err := s.refreshOne(ctx, id)
			failed = errors.Join(failed, err)
			if mine && err == nil {
				looked++
			}
		}
		after = noted[len(noted)-1]
	}
}

// noteStale notes the next groups of which a card says something else by now, if there
// are any.
func (s *Service) noteStale(ctx context.Context) (more bool, err error) {
	n, err := s.db.Exec(ctx, `
		INSERT INTO changes (group_id)
		SELECT group_id FROM (
			SELECT group_id FROM cards c
			WHERE stale_at <= $1 AND NOT EXISTS (SELECT FROM changes WHERE group_id = c.group_id)
			LIMIT $2) stale
		ORDER BY group_id -- as the triggers do: two who note many groups may not wait for each other
		ON CONFLICT (group_id) DO NOTHING`, s.now(), turn)
	return n > 0, err
}

// refreshOne takes a group's note away and makes the group anew, both or
// neither; false if another process has the note. A writer who notes the group
// meanwhile waits for the end, and notes it again; so whatever is written after
// it was read here is looked at next time.
func (s *Service) refreshOne(ctx context.Context, id int64) (mine bool, err error) {
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		n, err := tx.Exec(ctx, `
			DELETE FROM changes WHERE group_id IN (
				SELECT group_id FROM changes WHERE group_id = $1 FOR UPDATE SKIP LOCKED)`, id)
		if err != nil || n == 0 {
			return err
		}
		mine = true
		return s.index(ctx, tx, id)
	})
	return mine, err
}

// rules tell by what cards are made: the interests, and how facts makes a card of what is
// known of a group. Another number belongs to another way.
var rules = strconv.Itoa(1) + " " + interest.Checksum()

// renew notes all groups where their cards were made by other rules, those of a program
// that knew fewer interests, say.
func (s *Service) renew(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "see by what rules the search was made")
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		others, err := tx.Exec(ctx, `UPDATE card_rules SET rules = $1 WHERE rules <> $1`, rules)
		if err != nil || others == 0 {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO changes (group_id) SELECT id FROM groups ORDER BY id -- as the triggers do
			ON CONFLICT (group_id) DO NOTHING`)
		return err
	})
}

// Run refreshes whenever something was written, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	if err := s.renew(ctx); err != nil {
		return err
	}
	var failed error
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	err := s.db.Listen(ctx, "changes", func() {
		if _, err := s.Refresh(ctx); err != nil && ctx.Err() == nil {
			failed = err
			cancel()
		}
	})
	if failed != nil {
		return failed
	}
	return err
}
