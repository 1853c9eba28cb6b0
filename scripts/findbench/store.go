package main

import (
	"context"
	"slices"
	"time"

	"regulars/internal/search"
)

// What is wanted of one search in the store.
const (
	timesFloor = 3
	within     = 10 * time.Millisecond // 99 in 100
)

// measureStore measures our search against the floor of its query.
func (s *size) measureStore(ctx context.Context) error {
	var floor, own, ours, forgetful []time.Duration
	for range turns {
		took, err := s.floors(ctx, byBoth)
		if err != nil {
			return err
		}
		floor = append(floor, took...)
		if took, err = s.floors(ctx, byOwn); err != nil {
			return err
		}
		own = append(own, took...)
		if ours, err = s.ask(ctx, ours, func() *search.Service { return s.search }); err != nil {
			return err
		}
		if forgetful, err = s.ask(ctx, forgetful, s.newSearch); err != nil {
			return err
		}
	}
	slices.Sort(floor)
	slices.Sort(own)
	slices.Sort(ours)
	slices.Sort(forgetful)
	s.line("%s groups, one search in the store: median %v; its nearest 200 rows alone, by %s, %v from an index of interest and spot, %v from ours; goal %v",
		s, short(at(ours, 50)), floorBy(), short(at(floor, 50)), short(at(own, 50)), short(timesFloor*at(floor, 50)))
	s.line("%s groups, one search in the store by a process that remembers no card: median %v, 99 in 100 within %v; goal %v",
		s, short(at(forgetful, 50)), short(at(forgetful, 99)), within)
	s.line("%s groups, one search in the store: 99 in 100 within %v; the nearest rows alone %v; goal %v",
		s, short(at(ours, 99)), short(at(floor, 99)), within)
	s.note("one search in the store", s.groups, at(ours, 50))
	return nil
}

// ask makes all searches once, each of a service that is got for it.
func (s *size) ask(ctx context.Context, took []time.Duration, service func() *search.Service) ([]time.Duration, error) {
	for _, d := range s.draws {
		asked := service()
		began := time.Now()
		if _, err := asked.Find(ctx, d.query); err != nil {
			return nil, err
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

// at is what so many in a hundred of a sorted list do not exceed.
func at(sorted []time.Duration, percent int) time.Duration {
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)]
}

// short leaves out what no measurement tells: three figures stay.
func short(d time.Duration) time.Duration {
	precision := time.Nanosecond
	for d/precision >= 1000 {
		precision *= 10
	}
	return d.Round(precision)
}
