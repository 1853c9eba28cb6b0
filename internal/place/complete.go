package place

import (
	"slices"
	"strings"
)

// mostCompleted is how many places Complete gives at the very most.
const mostCompleted = 50

// Complete gives at most limit places (50 at the very most) whose name begins
// with what has been typed so far, the largest first. Behind a comma the region or
// country may be begun: "springfield, il". Digits begin a postcode.
func (g *Gazetteer) Complete(prefix string, limit int) []Place {
	limit = min(limit, mostCompleted)
	first, rest, hasComma := strings.Cut(prefix, ",")
	name := foldPrefix(first)
	if name == "" || limit <= 0 || len(prefix) > longest {
		return nil
	}
	if strings.Trim(name, "0123456789") == "" {
		return g.completePostcode(name, limit)
	}
	begun := g.beginning(name)
	if hasComma {
		begun = g.named(fold(first))
	}
	var best []entry
	for _, e := range begun {
		if e.other {
			e.weight /= ownName // what is typed shall be seen, if there is a choice
		}
		if len(best) == limit && e.weight <= best[limit-1].weight {
			continue
		}
		if !hasComma || g.beginsArea(e.town, foldPrefix(rest)) {
			best = keep(best, e, limit)
		}
	}
	if town, ok := g.resolve(prefix); ok && len(best) == 0 {
		return []Place{g.place(town)}
	}
	found := make([]Place, len(best))
	for i, e := range best {
		found[i] = g.place(e.town)
	}
	return found
}

// beginning gives the entries whose folded name begins with prefix.
func (g *Gazetteer) beginning(prefix string) []entry {
	return g.index[g.search(prefix):g.search(prefix+"\xff")] // no text has the byte ff
}

// keep puts e among the best, which are ordered by weight, hold each town once
// and are at most limit.
func keep(best []entry, e entry, limit int) []entry {
	if twin := slices.IndexFunc(best, func(b entry) bool { return b.town == e.town }); twin >= 0 {
		if e.weight <= best[twin].weight {
			return best
		}
		best = slices.Delete(best, twin, twin+1)
	}
	at := slices.IndexFunc(best, func(b entry) bool { return e.weight > b.weight })
	if at < 0 {
		at = len(best)
	}
	best = slices.Insert(best, at, e)
	return best[:min(len(best), limit)]
}

// beginsArea tells whether a name or abbreviation of the town's region or
// country begins with where.
func (g *Gazetteer) beginsArea(town int32, where string) bool {
	r := g.regionOf(town)
	if strings.HasPrefix(fold(r.name), where) || strings.HasPrefix(fold(g.countries[r.country]), where) {
		return true
	}
	return slices.ContainsFunc(g.within(strings.TrimSpace(where)), func(a area) bool {
		return a.country == r.country && (a.region == wholeCountry || a.region == g.towns[town].region)
	})
}
