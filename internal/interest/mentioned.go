package interest

import (
	"maps"
	"slices"
	"strings"
)

// maxOpening is how many words say what a description is about, before it comes to
// what to bring and where to park.
const maxOpening = 60

// Mentioned tells what the name and the description of a group speak of, in two parts.
// Much is more than in passing: in the name, in the title that a description begins with, or
// three times, which two in its opening are worth; and not much less often than of
// anything else. That is less than being listed under an interest, but somebody
// who looks for it is glad of such a group where no other is. Little is what may be meant
// by words in the name, and what is mentioned by a word that tells enough, see tells:
// better than nothing at all.
func Mentioned(name, description string) (much, little []Interest) {
	called := tokens(clip(name, longestName))
	title, text := titleOf(description)
	about := tokens(plainText(text))
	about = about[:min(len(about), maxDescription)]
	said := lexicon.mentions(about, false)
	often := comesBackTo(called, tokens(clip(title, longestName)), about[:min(len(about), maxOpening)], said)
	var once []int
	said = slices.DeleteFunc(said, func(m mention) bool { return m.vague || !m.tells() })
	for _, m := range append(lexicon.inside(called), said...) {
		if at, ok := m.interest(); ok && !slices.Contains(often, at) && !slices.Contains(once, at) {
			once = append(once, at)
		}
	}
	return known.at(often), known.at(once)
}

// at gives the interests at some places.
func (c *catalogue) at(places []int) (all []Interest) {
	for _, at := range places {
		all = append(all, c.interests[at])
	}
	return all
}

// comesBackTo gives the places in the catalogue of what is spoken of more than in passing.
func comesBackTo(called, title, opening []string, said []mention) (places []int) {
	const enough = 3
	weight := map[int]int{}
	weigh(weight, enough, lexicon.mentions(called, true))
	weigh(weight, enough, lexicon.mentions(title, true))
	weigh(weight, 1, lexicon.mentions(opening, false))
	weigh(weight, 1, said)
	most := 0
	for _, w := range weight {
		most = max(most, w)
	}
	for _, at := range slices.Sorted(maps.Keys(weight)) {
		if w := weight[at]; w >= enough && 2*w >= most {
			places = append(places, at)
		}
	}
	return places
}

// tells is whether a phrase means one thing wherever it stands: a name, several words, or a
// long one. A bee, an art or a run may be anything.
func (p phrase) tells() bool {
	const long = 5
	return p.main || len(p.words) > 1 || len(p.words[0]) >= long
}

// inside finds all phrases in a name, also those within another: "miniature painting" may
// be painting too.
func (x *index) inside(name []string) (all []mention) {
	for from := range name {
		for to := from + 1; to <= min(len(name), from+x.maxWords); to++ {
			if at, ok := x.exactOrEnding(name[from:to]); ok && !x.ignored[key(name[from:to])] {
				all = append(all, mention{x.phrases[at], from, to})
			}
		}
	}
	return all
}

// weigh adds a weight for each mention that means one thing only.
func weigh(weight map[int]int, each int, mentions []mention) {
	for _, m := range mentions {
		if at, ok := m.interest(); ok && !m.vague {
			weight[at] += each
		}
	}
}

// interest is the place in the catalogue of what is meant. A family stands for its general
// interest, as in Recognise; false if it has none.
func (t target) interest() (at int, ok bool) {
	if !t.family {
		return t.at, true
	}
	at, ok = known.general[known.families[t.at].Slug]
	return at, ok
}

// titleOf parts the heading or bold line that a description begins with from the
// rest of it.
func titleOf(description string) (title, rest string) {
	first, rest, _ := strings.Cut(strings.TrimSpace(description), "\n")
	if strings.HasPrefix(first, "#") || strings.HasPrefix(first, "**") && strings.HasSuffix(first, "**") {
		return first, rest
	}
	return "", description
}
