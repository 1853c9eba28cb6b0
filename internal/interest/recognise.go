package interest

import (
	"cmp"
	"regexp"
	"slices"
)

// maxRecognised is how many interests one calendar is given at most.
const maxRecognised = 3

// Recognise tells what a group does whose calendar was published by others,
// from its name and description: at most three interests, none if nothing is
// sure. It is strict, since a wrong interest sends somebody to a stranger's
// door for nothing: slips and starts of words do not count, words marked as
// vague count only if they are the whole name, and the description is asked
// only when the name says nothing.
func Recognise(name, description string) []Interest {
	found := inName(tokens(clip(name)))
	if len(found) == 0 {
		found = inDescription(tokens(plainText(description)))
	}
	var interests []Interest
	for _, at := range found[:min(len(found), maxRecognised)] {
		interests = append(interests, known.interests[at])
	}
	return interests
}

// mention is a phrase found in running text.
type mention struct {
	phrase
	from, to int // its words
}

// mentions finds the phrases in running text, the longest first at each word.
func (x *index) mentions(text []string, find func([]string) (int, bool)) []mention {
	var all []mention
	for from := 0; from < len(text); {
		taken := 1
		for n := min(len(text)-from, x.maxWords); n > 0; n-- {
			if at, ok := find(text[from : from+n]); ok {
				all = append(all, mention{x.phrases[at], from, from + n})
				taken = n
				break
			}
		}
		from += taken
	}
	return all
}

// inName gives the interests that a name speaks of, in its order.
func inName(name []string) []int {
	var found []int
	for _, m := range lexicon.mentions(name, lexicon.exactOrEnding) {
		if m.family || slices.Contains(found, m.at) || m.vague && !lexicon.wholeName(name, m) {
			continue
		}
		found = append(found, m.at)
	}
	return found
}

func (x *index) exactOrEnding(words []string) (int, bool) {
	if at, ok := x.exact(words); ok {
		return at, true
	}
	return x.byEnding(words)
}

// wholeName tells whether a name says nothing beyond one mention.
func (x *index) wholeName(name []string, m mention) bool {
	for at := 0; at < len(name); at++ {
		inside := at >= m.from && at < m.to
		if !inside && !x.ignored[key(name[at:at+1])] {
			return false
		}
	}
	return true
}

// inDescription gives what a description keeps coming back to: said at least
// twice, and no less than half as often as what is said most.
func inDescription(text []string) []int {
	count := map[int]int{}
	var order []int
	for _, m := range lexicon.mentions(text[:min(len(text), maxDescription)], lexicon.exact) {
		if m.family || m.vague {
			continue
		}
		if count[m.at]++; count[m.at] == 1 {
			order = append(order, m.at)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(count[b], count[a]) })
	return slices.DeleteFunc(order, func(at int) bool {
		return count[at] < 2 || 2*count[at] < count[order[0]]
	})
}

// maxDescription is how many words of a description are read. What a group is
// about stands at its beginning; rules and directions follow.
const maxDescription = 300

var notProse = regexp.MustCompile(`<[^>]*>|https?://\S+|&[a-z]+;|\S+@\S+`)

// plainText drops markup, addresses and links, whose words say nothing.
func plainText(description string) string {
	const most = 20_000
	if len(description) > most {
		description = description[:most]
	}
	return notProse.ReplaceAllString(description, " ")
}
