package place

import (
	"cmp"
	"slices"
	"strings"
)

const (
	mostCompleted = 50  // places that Complete gives at the very most
	withinReach   = 200 // kilometres, beyond which a town is no nearer than another
)

// Complete gives at most limit places (50 at the very most) whose name begins
// with what has been typed so far, the largest first, where a name counts the more the
// more of it has been typed, and more where English is spoken: "bat" is Bath before Batman,
// which is larger. Behind a comma the region or
// country may be begun: "springfield, il". Digits begin a postcode.
func (g *Gazetteer) Complete(prefix string, limit int) []Place {
	typed, _, _ := strings.Cut(prefix, ",")
	return g.complete(prefix, limit, func(entries []entry) []entry { return g.likely(entries, len(foldPrefix(typed))) })
}

// likely weighs entries for somebody of whom nothing is known but so many letters, and that
// they read English: by the square of the share of the name that has been typed, and four
// times in the countries where English is what most speak. Of two letters nothing follows.
func (g *Gazetteer) likely(entries []entry, typed int) []entry {
	if typed < 3 {
		return entries
	}
	entries = slices.Clone(entries)
	for i, e := range entries {
		share := float64(min(typed, int(e.size))) / float64(e.size)
		if speaksEnglish[g.regionOf(e.town).country] {
			share *= 2
		}
		entries[i].weight = int32(float64(e.weight) * share * share)
	}
	return entries
}

// speaksEnglish are the countries where most people speak English at home.
var speaksEnglish = map[string]bool{"US": true, "GB": true, "CA": true, "AU": true, "IE": true, "NZ": true}

// CompleteNear is Complete for somebody who is at, or has chosen, a place: of towns
// that share a name those within 200 km of it come first, by their distance, and the
// others follow, the largest first.
func (g *Gazetteer) CompleteNear(prefix string, limit int, here Point) []Place {
	return g.complete(prefix, limit, func(entries []entry) []entry { return g.nearestFirst(entries, here) })
}

func (g *Gazetteer) complete(prefix string, limit int, weigh func([]entry) []entry) []Place {
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
		best = heaviest(weigh(g.inBegunArea(g.named(fold(first)), foldPrefix(rest))), limit)
	} else {
		best = heaviest(weigh(g.beginning(name)), limit)
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

// nearestFirst has the towns that share a name exchange their weights, so that the
// nearest weighs most. Which name comes first stays as it was: whoever is near Leeds
// in Alabama and types "l" may still mean London. Alternate names do not take part.
func (g *Gazetteer) nearestFirst(entries []entry, here Point) []entry {
	own := slices.DeleteFunc(slices.Clone(entries), func(e entry) bool { return e.other })
	for rest := own; len(rest) > 0; {
		same := 1
		for same < len(rest) && g.key(rest[same]) == g.key(rest[0]) {
			same++
		}
		if same > 1 {
			g.exchange(rest[:same], here)
		}
		rest = rest[same:]
	}
	return append(own, slices.DeleteFunc(slices.Clone(entries), func(e entry) bool { return !e.other })...)
}

// exchange gives the weights of some entries to them anew: those within reach come
// first, by their distance.
func (g *Gazetteer) exchange(entries []entry, here Point) {
	away := func(e entry) float64 { return min(g.towns[e.town].point().DistanceKM(here), withinReach) }
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(b.weight, a.weight) })
	weights := make([]int32, len(entries))
	for i, e := range entries {
		weights[i] = e.weight
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(away(a), away(b)) })
	for i := range entries {
		entries[i].weight = weights[i]
	}
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
