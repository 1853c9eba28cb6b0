package place

import (
	"slices"
	"strings"
)

const (
	nearWord = " near "
	nearKM   = 100 // as far as a town may lie from the one it is said to be near
	saidKM   = 50  // as far as the landmark may lie that we name ourselves
)

// resolveNear understands "Neustadt near Coburg": of the towns of that name, the one
// that lies nearest to the landmark.
func (g *Gazetteer) resolveNear(words string) (number int32, ok bool) {
	name, landmark, has := strings.Cut(words, nearWord)
	if !has {
		return 0, false
	}
	mark, ok := g.resolve(landmark)
	if !ok {
		return 0, false
	}
	least := float64(nearKM)
	ok = false
	for _, e := range g.named(fold(name)) {
		if km := g.towns[e.town].point().DistanceKM(g.towns[mark].point()); km < least && e.town != mark {
			number, least, ok = e.town, km, true
		}
	}
	return number, ok
}

// sayNear names a town that shares its name and region with a larger one by a
// landmark, as people do. It is false where no landmark tells them apart, for the
// data has some towns twice.
func (g *Gazetteer) sayNear(number int32) (said string, ok bool) {
	name := g.towns[number].name.of(g.spelling)
	for _, mark := range g.largestAround(number) {
		if g.towns[mark].name.of(g.spelling) == name {
			continue
		}
		landmark, plain := g.sayPlain(mark)
		said = name + nearWord + landmark
		if found, ok := g.resolve(said); plain && ok && found == number {
			return said, true
		}
	}
	return "", false
}

// largestAround gives at most ten towns within saidKM, the largest first.
func (g *Gazetteer) largestAround(number int32) []int32 {
	var around []int32
	for town := range g.around(g.towns[number].point(), saidKM) {
		if town != number {
			around = append(around, town)
		}
	}
	slices.Sort(around) // towns are numbered by size
	return around[:min(len(around), 10)]
}
