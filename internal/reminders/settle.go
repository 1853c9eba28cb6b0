package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
)

// together is how many verdicts are written at a time, and gathers how long one
// waits for others. A process that is killed leaves at most so many mails that go
// out a second time, and those that its senders hold.
const (
	together = 16
	gathers  = 20 * time.Millisecond
	insists  = time.Minute
)

// settleAll writes verdicts, several at a time: with one at a time the database
// would be most of the work.
func (s *Service) settleAll(ctx context.Context, r *run, verdicts <-chan verdict) {
	for first := range verdicts {
		if err := s.settleSurely(ctx, gather(first, verdicts)); err != nil {
			r.note(Report{}, nil, err)
		}
	}
}

// settleSurely settles again and again while the database is away, for a minute:
// giving up means that mails go out a second time.
func (s *Service) settleSurely(ctx context.Context, group []verdict) error {
	ctx, cancel := context.WithTimeout(ctx, insists)
	defer cancel()
	for {
		err := s.settle(ctx, group)
		if fault.KindOf(err) != fault.Unavailable {
			return err
		}
		select {
		case <-time.After(gathers):
		case <-ctx.Done():
			return err
		}
	}
}

// gather takes what comes after the first verdict, until there are enough or
// nothing comes for a while.
func gather(first verdict, rest <-chan verdict) []verdict {
	group := []verdict{first}
	late := time.NewTimer(gathers)
	defer late.Stop()
	for len(group) < together {
		select {
		case v, more := <-rest:
			if !more {
				return group
			}
			group = append(group, v)
		case <-late.C:
			return group
		}
	}
	return group
}
