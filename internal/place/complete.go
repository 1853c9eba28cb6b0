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
	var best []entry
	if hasComma {
		best = heaviest(g.inBegunArea(g.named(fold(first)), foldPrefix(rest)), limit)
	} else {
		best = heaviest(g.beginning(name), limit)
	}
	if town, ok := g.resolve(prefix); ok && len(best) == 0 {
		return []Place{g.place(town)} // "asheville nc"
	}
	found := make([]Place, len(best))
	for i, e := range best {
		found[i] = g.place(e.town)
	}
	return found
}

// heaviest picks the limit weightiest entries of different towns, in that order.
// Alternate names weigh still less than in Find: what has been typed shall be seen
// in what is offered, if there is a choice.
func heaviest(entries []entry, limit int) []entry {
	best := make([]entry, 0, limit+1)
	for _, e := range entries {
		if e.other {
			e.weight /= ownName
		}
		if len(best) < limit || e.weight > best[limit-1].weight {
			best = keep(best, e, limit)
		}
	}
	return best
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

// inBegunArea leaves the entries of towns in a region or country whose name or
// abbreviation begins with where.
func (g *Gazetteer) inBegunArea(entries []entry, where string) []entry {
	within := g.within(strings.TrimSpace(where))
	var in []entry
	for _, e := range entries {
		r := g.regionOf(e.town)
		_, abbreviated := g.largest([]entry{e}, within)
		if within != nil && abbreviated ||
			strings.HasPrefix(fold(r.name), where) || strings.HasPrefix(fold(g.countries[r.country]), where) {
			in = append(in, e)
		}
	}
	return in
}
