package interest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// maxRecognised is how many interests one calendar is given at most.
const maxRecognised = 3

// Recognise tells what a group does whose calendar was published by others,
// from its name and description: at most three interests, none if nothing is
// sure. It is strict, since a wrong interest sends somebody to a stranger's
// door for nothing: slips and starts of words do not count, words marked as
// vague count only if they are the whole name or the description bears them out.
// Else the description is asked only when the name says nothing, and a name that
// speaks of a family alone ("Game Night") counts only when the description says
// nothing either.
func Recognise(name, description string) []Interest {
	about := tokens(plainText(description))
	about = about[:min(len(about), maxDescription)]
	found, general := inName(tokens(clip(name, longestName)), about)
	if len(found) == 0 {
		found = inDescription(about)
	}
	if len(found) == 0 {
		found = general
	}
	return known.at(found[:min(len(found), maxRecognised)])
}

// mention is a phrase found in running text.
type mention struct {
	phrase
	from, to int // its words
}

// mentions finds the phrases in running text, the longest first at each word; with
// endings also those that differ by their ending only. Words that say nothing are
// passed over, even where a search would see something in them ("summer camp" is no
// camping).
func (x *index) mentions(text []string, endings bool) []mention {
	ones := make([]string, len(text))
	for i, word := range text {
		ones[i] = singular(word)
	}
	var all []mention
	for from := 0; from < len(text); {
		m, taken := x.mentionAt(text, ones, from, endings)
		if m != nil {
			all = append(all, *m)
		}
		from += taken
	}
	return all
}

// mentionAt looks at the words from one place on, of which ones are the singulars,
// and tells how many are dealt with.
func (x *index) mentionAt(text, ones []string, from int, endings bool) (m *mention, taken int) {
	for n := min(len(text)-from, x.maxWords); n > 0; n-- {
		words, key := text[from:from+n], strings.Join(ones[from:from+n], "")
		if x.ignored[key] {
			return nil, n
		}
		at, ok := x.keyed(words, key)
		if !ok && endings {
			at, ok = x.byEnding(words)
		}
		if ok {
			return &mention{x.phrases[at], from, from + n}, n
		}
	}
	return nil, 1
}

// inName gives the interests that a name speaks of, in its order, and the
// general interests of the families it names.
func inName(name, about []string) (found, general []int) {
	for _, m := range lexicon.mentions(name, true) {
		switch {
		case m.vague && !lexicon.wholeName(name, m) && (m.family || !lexicon.bearsOut(about, m)):
		case m.family:
			if at, ok := known.general[known.families[m.at].Slug]; ok && !slices.Contains(general, at) {
				general = append(general, at)
			}
		case !slices.Contains(found, m.at):
			found = append(found, m.at)
		}
	}
	return found, general
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

// bearsOut tells whether a description names the family that a vague mention would
// belong to: a jam is one of musicians if musicians are spoken of.
func (x *index) bearsOut(about []string, vague mention) bool {
	return slices.ContainsFunc(x.mentions(about, true), func(m mention) bool {
		return m.family && !m.vague && known.families[m.at].Slug == known.interests[vague.at].Family
	})
}

// inDescription gives what a description keeps coming back to: said at least
// twice, in a long one three times, and nearly as often as what is said most.
func inDescription(text []string) []int {
	count := map[int]int{}
	var order []int
	for _, m := range lexicon.mentions(text, false) {
		if m.family || m.vague {
			continue
		}
		if count[m.at]++; count[m.at] == 1 {
			order = append(order, m.at)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(count[b], count[a]) })
	enough := 2
	if len(text) > 60 {
		enough = 3
	}
	for n, at := range order {
		if count[at] < enough || 4*count[at] < 3*count[order[0]] {
			return order[:n]
		}
	}
	return order
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
	if !strings.ContainsAny(description, "<:&@") { // as most words that are typed
		return description
	}
	return notProse.ReplaceAllString(description, " ")
}
