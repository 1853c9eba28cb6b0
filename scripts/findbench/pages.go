package main

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// kind is one way to ask for what was found.
type kind struct{ name, prefix string }

var kinds = []kind{{"HTML", "/find"}, {"JSON", "/api/v1/groups"}}

const (
	many      = 16   // connections
	pagesGoal = 2000 // a second over these, among a million groups
)

// measurePages asks the site for pages, and a handler that does no more than it must
// for as many bytes.
func (s *size) measurePages(ctx context.Context, site *child) error {
	bare, err := s.start(ctx, s.self, "floor", s.url)
	if err != nil {
		return err
	}
	defer bare.stop()
	for _, k := range kinds {
		for _, connections := range []int{1, many} {
			ours, floor, err := s.measureKind(ctx, k, connections, site.address, bare.address)
			if err != nil {
				return err
			}
			s.printKind(k, connections, ours, floor)
		}
	}
	return nil
}

// warmUp is how many turns go before those that are measured. A connection to Postgres
// that is new prepares its statements, and finds each page of shared memory for itself:
// among a million groups that takes seconds.
const warmUp = 5

// measureKind lets both servers take turns, once both are warm.
func (s *size) measureKind(ctx context.Context, k kind, connections int, site, bare string) (ours, floor sample, err error) {
	var paths, floors []string
	for _, d := range s.draws {
		paths = append(paths, d.path(k.prefix))
	}
	warm, err := load(ctx, site, paths, connections, warmUp*s.turn)
	if err != nil {
		return ours, floor, err
	}
	for _, d := range s.draws {
		values := d.floor.values()
		values.Set("bytes", strconv.Itoa(warm.size()))
		floors = append(floors, "/?"+values.Encode())
	}
	if _, err := load(ctx, bare, floors, connections, warmUp*s.turn); err != nil {
		return ours, floor, err
	}
	for range turns {
		for _, side := range []struct {
			address string
			paths   []string
			sum     *sample
		}{{site, paths, &ours}, {bare, floors, &floor}} {
			seen, err := load(ctx, side.address, side.paths, connections, s.turn)
			if err != nil {
				return ours, floor, err
			}
			side.sum.add(seen)
		}
	}
	return ours, floor, nil
}

func (s *size) printKind(k kind, connections int, ours, floor sample) {
	took := ours.sorted()
	what := fmt.Sprintf("GET %s, %s, connections %d", k.prefix, k.name, connections)
	s.line("%s groups, %s: %.0f/s of %.1f kB, median %v, 99 in 100 within %v; a bare handler of the floor with as many bytes %.0f/s: %.0f %% of the floor",
		s, what, ours.rate(), float64(ours.size())/1000, short(at(took, 50)), short(at(took, 99)), floor.rate(), 100*ours.rate()/floor.rate())
	if k.name == "HTML" && connections == many {
		s.line("%s groups, pages a second over %d connections %.0f, goal %d", s, many, ours.rate(), pagesGoal)
	}
	s.note(what, s.groups, at(took, 50))
}

// growthGoal is how many times as long the median may take among the most groups as
// among the fewest.
const growthGoal = 1.5

// median is one that was measured.
type median struct {
	what   string
	groups int
	took   time.Duration
}

// note keeps a median for printGrowth.
func (b *bench) note(what string, groups int, took time.Duration) {
	b.medians = append(b.medians, median{what, groups, took})
}

// printGrowth compares each size with the first.
func (b *bench) printGrowth() {
	first := map[string]median{}
	for _, m := range b.medians {
		least, known := first[m.what]
		if !known {
			first[m.what] = m
			continue
		}
		b.line("%s, from %s groups to %s the median goes from %v to %v: %.2f times, goal %.1f", m.what, thousands(least.groups),
			thousands(m.groups), short(least.took), short(m.took), m.took.Seconds()/least.took.Seconds(), growthGoal)
	}
}
