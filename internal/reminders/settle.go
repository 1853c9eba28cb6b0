package reminders

import (
	"context"
	"sync"
	"time"

	"regulars/internal/fault"
)

// A group of verdicts is written when it is full, or has waited for long.
const gathers = 2 * time.Millisecond

// How long, and how often, a verdict is written again while the database is away:
// giving up means that mails go out a second time.
const (
	insists = time.Minute
	pauses  = 20 * time.Millisecond
)

// settlements writes verdicts in groups: with one at a time the database would be
// most of the work.
type settlements struct {
	enough  int // how many make a group full
	mu      sync.Mutex
	open    *group     // may be joined; nil: none
	writing sync.Mutex // held while a group is written
}

// group is verdicts that are written together.
type group struct {
	verdicts []verdict
	full     chan struct{} // closed when there are enough
	written  chan struct{} // closed when they are written, or cannot be because of err
	err      error
}

// settle writes a verdict, and returns when it is written. Whoever is first in a
// group writes it.
func (s *Service) settle(ctx context.Context, v verdict) error {
	g, first := s.settlements.join(v)
	if first {
		s.settlements.close(g)
		g.err = s.settleSurely(ctx, g.verdicts)
		s.settlements.writing.Unlock()
		close(g.written)
	}
	<-g.written
	return g.err
}

func (s *settlements) join(v verdict) (g *group, first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if first = s.open == nil; first {
		s.open = &group{full: make(chan struct{}), written: make(chan struct{})}
	}
	g = s.open
	g.verdicts = append(g.verdicts, v)
	if len(g.verdicts) == s.enough {
		close(g.full)
	}
	return g, first
}

// close waits until a group is full and the one before is written. Then nobody
// may join it any more.
func (s *settlements) close(g *group) {
	late := time.NewTimer(gathers)
	defer late.Stop()
	select {
	case <-g.full:
	case <-late.C:
	}
	s.writing.Lock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = nil
}

// settleSurely writes verdicts again and again while the database is away.
func (s *Service) settleSurely(ctx context.Context, verdicts []verdict) error {
	ctx, cancel := context.WithTimeout(ctx, insists)
	defer cancel()
	for {
		err := s.write(ctx, verdicts)
		if fault.KindOf(err) != fault.Unavailable {
			return err
		}
		select {
		case <-time.After(pauses):
		case <-ctx.Done():
			return err
		}
	}
}
