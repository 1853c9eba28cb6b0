package place

import (
	"math/bits"
	"strings"
)

// guess finds the town that someone who typed words may have meant: one of that
// name elsewhere, else one that is written much alike.
func (g *Gazetteer) guess(words string) (number int32, ok bool) {
	if name, _, has := strings.Cut(words, ","); has {
		if best, ok := g.largest(g.named(fold(name)), nil); ok {
			return best.town, true
		}
	}
	for name, within := range g.readings(words) {
		if best, ok := g.largest(g.named(name), nil); ok {
			return best.town, true
		}
		if best, ok := g.largestAlike(name, within); ok {
			return best.town, true
		}
	}
	return 0, false
}

// largestAlike weighs towns whose names are one or two edits from name. A second
// edit must be worth ten times the people: "Ashvile" is Asheville, although
// the village of Ashville is written more alike.
func (g *Gazetteer) largestAlike(name string, within []area) (entry, bool) {
	one, two := g.alike(name)
	near, ok := g.largest(one, within)
	far, okFar := g.largest(two, within)
	if okFar && (!ok || int(far.weight) > 10*int(near.weight)) {
		return far, true
	}
	return near, ok
}

// alike collects the towns' own names that are one edit and two edits from name.
// Short names get one edit at most, or everything would be like everything.
func (g *Gazetteer) alike(name string) (one, two []entry) {
	allowed := 2
	switch n := len(name); {
	case n < 4 || n > maxEdited || strings.ContainsAny(name, "0123456789"):
		return nil, nil
	case n < 6:
		allowed = 1
	}
	letters := lettersOf(name)
	for _, e := range g.index {
		if d := len(name) - int(e.size); e.other || d > allowed || d < -allowed {
			continue
		}
		// An edit changes at most two of the letters that occur. This is cheap and
		// leaves few names to compare in earnest.
		if bits.OnesCount32(letters^e.letters) > 2*allowed {
			continue
		}
		key := g.key(e)
		switch n := edits(name, key); {
		case n == 1:
			one = append(one, e)
		case n == 2 && allowed == 2 && key[0] == name[0]: // few mistype the first letter
			two = append(two, e)
		}
	}
	return one, two
}

// lettersOf is the set of letters in s, a bit each.
func lettersOf(s string) (set uint32) {
	for i := range len(s) {
		set |= 1 << (s[i] & 31)
	}
	return set
}

// maxEdited is the longest name in bytes that edits compares; two more may be
// on the other side.
const maxEdited = 60

// edits is how many letters must be put in, left out, replaced or swapped with
// their neighbour to make b of a (optimal string alignment). It counts bytes;
// folded names are nearly always ASCII.
func edits(a, b string) int {
	var rows [3][maxEdited + 3]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// firstIn gives the largest town of an area.
func (g *Gazetteer) firstIn(a area) int32 {
	for i, t := range g.towns {
		if a.region == t.region || a.region == wholeCountry && a.country == g.regions[t.region].country {
			return int32(i)
		}
	}
	return 0
}
