package main

import (
	"context"
	"fmt"
	"runtime"
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
	if _, err := load(ctx, site.address, s.paths(kinds[0]), many, s.warmUp); err != nil {
		return err
	}
	bare, err := s.fasterFloor(ctx)
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
			if connections == many {
				if err := s.measureOwn(ctx, k, ours, bare.address); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// measureOwn compares with the bare handler where that reads the site's own index.
func (s *size) measureOwn(ctx context.Context, k kind, ours sample, bare string) error {
	paths := s.floorPaths(byOwn, ours.size())
	if _, err := load(ctx, bare, paths, many, s.turn); err != nil { // prepares the statement
		return err
	}
	var floor sample
	for range turns {
		seen, err := load(ctx, bare, paths, many, s.turn)
		if err != nil {
			return err
		}
		floor.add(seen)
	}
	s.line("%s groups, GET %s, %s, connections %d: %.0f/s; a bare handler that reads our own index %.0f/s: %.0f %% of the floor",
		s, k.prefix, k.name, many, ours.rate(), floor.rate(), 100*ours.rate()/floor.rate())
	return nil
}

// fasterFloor starts the bare handler with as many connections to Postgres as the site
// uses, and with as many as there are to the handler, and keeps the faster one. Both are
// asked for a while before that, as the site was: a connection that is new prepares its
// statements, and finds each page of shared memory for itself, which among a million groups
// takes half a minute.
func (s *size) fasterFloor(ctx context.Context) (best *child, err error) {
	most := 0.0
	for _, connections := range []int{2 * max(2, runtime.GOMAXPROCS(0)), many} {
		bare, rate, err := s.warmFloor(ctx, connections)
		if err != nil {
			best.stop()
			return nil, err
		}
		slower := bare
		if rate > most {
			slower, best, most = best, bare, rate
		}
		slower.stop()
	}
	return best, nil
}

// warmFloor starts a bare handler and tells how many pages it answers in a second.
func (s *size) warmFloor(ctx context.Context, connections int) (bare *child, rate float64, err error) {
	if bare, err = s.start(ctx, s.self, "floor", s.url, strconv.Itoa(connections)); err != nil {
		return nil, 0, err
	}
	const bytes = 16_000 // about a page
	var seen sample
	for _, lasts := range []time.Duration{s.warmUp, 2 * s.turn} {
		if seen, err = load(ctx, bare.address, s.floorPaths(byBoth, bytes), many, lasts); err != nil {
			bare.stop()
			return nil, 0, err
		}
	}
	return bare, seen.rate(), nil
}

// paths are the addresses of all searches, asked for in one way.
func (s *size) paths(k kind) (paths []string) {
	for _, d := range s.draws {
		paths = append(paths, d.path(k.prefix))
	}
	return paths
}

// floorPaths are those of the floors of all searches, with so many bytes each.
func (s *size) floorPaths(by func(draw) floor, bytes int) (paths []string) {
	for _, d := range s.draws {
		values := by(d).values()
		values.Set("bytes", strconv.Itoa(bytes))
		paths = append(paths, "/?"+values.Encode())
	}
	return paths
}

// measureKind lets both servers take turns, after a first one that tells how large a
// page is.
func (s *size) measureKind(ctx context.Context, k kind, connections int, site, bare string) (ours, floor sample, err error) {
	paths := s.paths(k)
	first, err := load(ctx, site, paths, connections, s.turn/2)
	if err != nil {
		return ours, floor, err
	}
	floors := s.floorPaths(byBoth, first.size())
	if _, err := load(ctx, bare, floors, connections, s.turn/2); err != nil {
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
