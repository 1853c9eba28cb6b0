package interest

import (
	"slices"
	"strings"
)

// Query is what somebody typed, understood.
type Query struct {
	Interests []Interest // what it means, in the order it was said
	Families  []Family   // where a family as a whole was named
	Rest      []string   // plain words that mean nothing to us, to be looked for in names
}

// maxQuery bounds the words read of one query; nobody types more by hand.
const maxQuery = 24

// Parse understands what somebody typed into the search box: capitals, accents,
// plurals, endings and slips of the keyboard do not matter, several words may
// be one phrase, the start of a word will do, and words that say nothing
// ("group", "near me", "for beginners") are dropped.
//
// The longest phrase wins. Among readings of the same words an exact one beats
// an ending, an ending beats the start of a word, and that beats a slip.
func Parse(text string) Query {
	typed := tokens(clip(text))
	typed = typed[:min(len(typed), maxQuery)]
	r := reader{index: lexicon}
	for at := 0; at < len(typed); {
		at += r.step(typed[at:])
	}
	return r.query()
}

// clip cuts what is too long to have been typed, before any work is done on it.
func clip(text string) string {
	const most = 400
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}

// reader goes through a query from left to right.
type reader struct {
	*index
	found   []target
	doubted []target // meant by words that otherwise say nothing, such as "go"
	rest    []string
}

// step reads from the start of typed and tells how many words it took.
func (r *reader) step(typed []string) int {
	for n := min(len(typed), r.maxWords); n > 0; n-- {
		at, known := r.read(typed[:n])
		switch empty := r.ignored[key(typed[:n])]; {
		case known && empty:
			r.doubted = append(r.doubted, r.phrases[at].target)
			return n
		case known:
			r.found = append(r.found, r.phrases[at].target)
			return n
		case empty:
			return n
		}
	}
	r.guess(typed[0])
	return 1
}

// read finds the phrase that all of these words are. Slips in several words
// are looked for only where one of them is strange, so that two good words are
// not bent into a third thing.
func (r *reader) read(typed []string) (int, bool) {
	if at, ok := r.exact(typed); ok {
		return at, true
	}
	if at, ok := r.byEnding(typed); ok {
		return at, true
	}
	if n := len(typed); n > 1 && n <= 3 && slices.ContainsFunc(typed, r.strange) {
		return r.misspelt(key(typed))
	}
	return 0, false
}

// guess makes something of a single word that is no phrase by itself.
func (r *reader) guess(word string) {
	if part, ok := r.partOf(word); ok {
		r.found = append(r.found, part)
	} else if begun := r.begunBy(word); len(begun) > 0 {
		r.found = append(r.found, begun...)
	} else if at, ok := r.misspelt(key([]string{word})); ok {
		r.found = append(r.found, r.phrases[at].target)
	} else {
		r.rest = append(r.rest, word)
	}
}

// partOf finds the one target in whose phrases a word occurs: "camera" stands
// for "camera club" only. Short words ("city", "west") go with too much else.
func (r *reader) partOf(word string) (target, bool) {
	at, ok := r.byWord[singular(word)]
	if !ok || at == ambiguous || len(word) < 5 {
		return target{}, false
	}
	return r.phrases[at].target, true
}

// begunBy finds what a word of at least four letters is the start of, if it is
// not a word by itself. Names count before other words. More than three would
// be no answer.
func (r *reader) begunBy(word string) []target {
	if len(word) < 4 || !r.strange(word) {
		return nil
	}
	var names, others []target
	first, _ := slices.BinarySearchFunc(r.starts, word, func(s start, w string) int { return strings.Compare(s.word, w) })
	for _, s := range r.starts[first:] {
		p := &r.phrases[s.at]
		switch {
		case !strings.HasPrefix(s.word, word):
			return choose(names, others)
		case p.main && !slices.Contains(names, p.target):
			names = append(names, p.target)
		case !p.main && !slices.Contains(others, p.target):
			others = append(others, p.target)
		}
	}
	return choose(names, others)
}

// choose prefers what was found by name, and gives nothing rather than much.
func choose(names, others []target) []target {
	if len(names) > 0 {
		others = names
	}
	if len(others) > 3 {
		return nil
	}
	return others
}

// query gives what was found, each thing once. A family named along with one of
// its interests adds nothing: "grief support" is grief.
func (r *reader) query() Query {
	if len(r.found) == 0 {
		r.found = r.doubted
	}
	q := Query{Rest: r.rest}
	for at, t := range r.found {
		if !t.family && !slices.Contains(r.found[:at], t) {
			q.Interests = append(q.Interests, known.interests[t.at])
		}
	}
	for at, t := range r.found {
		if t.family && !slices.Contains(r.found[:at], t) && !q.narrows(known.families[t.at]) {
			q.Families = append(q.Families, known.families[t.at])
		}
	}
	return q
}

// narrows tells whether an interest of the family was named as well.
func (q Query) narrows(f Family) bool {
	return slices.ContainsFunc(q.Interests, func(i Interest) bool { return i.Family == f.Slug })
}
