package interest

import (
	"maps"
	"slices"
	"strings"
)

// maxOpening is how many words say what a description is about, before it comes to
// what to bring and where to park.
const maxOpening = 60

// Mentioned tells what the name and the description of a group speak of more than
// in passing: in the name, in the title that a description begins with, or three
// times, which two in its opening are worth; and not much less often than of
// anything else. That is less than being listed under an interest, but somebody
// who looks for it is glad of such a group where no other is.
func Mentioned(name, description string) (interests []Interest) {
	const enough = 3
	title, text := titleOf(description)
	about := tokens(plainText(text))
	about = about[:min(len(about), maxDescription)]
	weight := map[int]int{}
	weigh(weight, enough, lexicon.mentions(tokens(clip(name)), true))
	weigh(weight, enough, lexicon.mentions(tokens(clip(title)), true))
	weigh(weight, 1, lexicon.mentions(about[:min(len(about), maxOpening)], false))
	weigh(weight, 1, lexicon.mentions(about, false))
	most := 0
	for _, w := range weight {
		most = max(most, w)
	}
	for _, at := range slices.Sorted(maps.Keys(weight)) {
		if w := weight[at]; w >= enough && 2*w >= most {
			interests = append(interests, known.interests[at])
		}
	}
	return interests
}

// weigh adds a weight for each mention that means one thing only. A family stands
// for its general interest, as in Recognise.
func weigh(weight map[int]int, each int, mentions []mention) {
	for _, m := range mentions {
		at, sure := m.at, !m.vague
		if m.family {
			general, ok := known.general[known.families[m.at].Slug]
			at, sure = general, sure && ok
		}
		if sure {
			weight[at] += each
		}
	}
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
