package interest

import (
	"cmp"
	"slices"
	"strings"
)

// Completion proposes how to go on with what is being typed.
type Completion struct {
	Text string // what to fill in: "barbershop"
	Name string // of the interest or family that it means: "Singing"
	Slug string // of the same
}

// Complete proposes at most limit interests and families, each once, for what
// somebody has typed so far. Names that begin with it come first, then other
// words that do, then those in which a later word does. Nothing typed gives
// nothing.
func Complete(prefix string, limit int) []Completion {
	begun := strings.Join(tokens(clip(prefix, longestName)), " ")
	if begun == "" || limit <= 0 {
		return nil
	}
	var hits []hit
	for at := range lexicon.phrases {
		p := &lexicon.phrases[at]
		if rank, ok := p.begins(begun); ok {
			hits = append(hits, hit{rank, len(p.text), at})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(a.rank-b.rank, a.length-b.length, a.at-b.at) })
	return proposals(hits, limit)
}

// hit is a phrase that fits; the lower the rank, the better, then the shorter.
type hit struct{ rank, length, at int }

// begins tells how well a phrase goes on with what was typed.
func (p *phrase) begins(begun string) (rank int, ok bool) {
	at := strings.Index(p.plain, begun)
	switch {
	case at < 0:
		return 0, false
	case at == 0 && p.plain == begun:
		return 0, true
	case at == 0 && p.main:
		return 1, true
	case at == 0:
		return 2, true
	}
	return 3, strings.Contains(p.plain, " "+begun)
}

func proposals(hits []hit, limit int) []Completion {
	var list []Completion
	seen := map[target]bool{}
	for _, h := range hits {
		p := lexicon.phrases[h.at]
		if seen[p.target] {
			continue
		}
		seen[p.target] = true
		name, slug := known.label(p.target)
		if list = append(list, Completion{Text: p.text, Name: name, Slug: slug}); len(list) == limit {
			break
		}
	}
	return list
}

func (c *catalogue) label(t target) (name, slug string) {
	if t.family {
		return c.families[t.at].Name, c.families[t.at].Slug
	}
	return c.interests[t.at].Name, c.interests[t.at].Slug
}
