package interest

import (
	"slices"
	"strings"
)

// Query is what somebody typed, understood.
type Query struct {
	Interests []Interest // what it means, in the order it was said
	Families  []Family   // where a family as a whole was named
	Rest      []string   // plain words that mean nothing to us, to be looked for in names and descriptions
	Typed     []string   // all plain words
	Telling   []string   // those of them that say something: "chess" of "chess club"
	Spare     []int      // places in Typed of words that are part of nothing: they say nothing, or nothing to us
	Certain   bool       // all that was typed is one phrase that we know
}

// maxQuery bounds the words of one query that have to be made sense of; nobody types more
// by hand. What is ticked in a list comes as names, which are read at once.
const maxQuery = 24

// Parse understands what somebody typed into the search box: capitals, accents,
// plurals, endings and slips of the keyboard do not matter, several words may
// be one phrase, the start of a word will do, and words that say nothing
// ("group", "near me", "for beginners") are dropped.
//
// Commas part: "walking, football" is two interests, though walking football is one.
// The longest phrase wins. Among readings of the same words an exact one beats
// an ending, an ending beats the start of a word, and that beats a slip.
func Parse(text string) Query {
	typed, parts := parted(clip(text, longestQuery))
	r := reader{index: lexicon}
	var spare []int
	for at := 0; at < len(typed); {
		begins, before := at == 0 || parts[at-1] == 1, r.meant()
		n := r.step(typed[at:], parts[at], begins && parts[0] < len(typed))
		if n == 1 && r.meant() == before {
			spare = append(spare, at)
		}
		at += n
	}
	q := r.query()
	q.Spare, q.Typed, q.Telling = spare, typed, slices.DeleteFunc(slices.Clone(typed), r.empty)
	if len(typed) > 0 {
		_, q.Certain = r.exactOrEnding(typed)
	}
	return q
}

// parted gives the plain words of a text, and for each how many there are from it to
// the next comma. Of words that are not a name between commas it gives maxQuery.
func parted(text string) (typed []string, parts []int) {
	most := maxQuery
	for part := range strings.SplitSeq(text, ",") {
		words := tokens(part)
		if _, name := lexicon.exact(words); !name {
			words = words[:min(len(words), most)]
			most -= len(words)
		}
		for left := len(words); left > 0; left-- {
			parts = append(parts, left)
		}
		typed = append(typed, words...)
	}
	return typed, parts
}

// How many bytes are read of a query, which may be a long list of names, and of a name.
const (
	longestQuery = 4000
	longestName  = 400
)

// clip cuts what is too long to have been meant, before any work is done on it.
func clip(text string, most int) string {
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

// meant is how much has been made sense of so far.
func (r *reader) meant() int { return len(r.found) + len(r.doubted) }

// empty tells that a word says nothing by itself.
func (x *index) empty(word string) bool { return x.ignored[key([]string{word})] }

// step reads from the start of typed and tells how many words it took. Only names
// that have a comma themselves ("Violin, cello and strings") reach beyond the part.
// What is all of an entry in a list is meant, also if it would say nothing elsewhere.
func (r *reader) step(typed []string, part int, entry bool) int {
	for n := min(len(typed), r.maxWords); n > 0; n-- {
		at, known := r.read(typed[:n])
		if n > part && !(known && strings.Contains(r.phrases[at].text, ",")) {
			continue
		}
		switch empty := r.ignored[key(typed[:n])]; {
		case known && empty && !(entry && n == part):
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
// not bent into a third thing, and where the first is not nearer to a word by
// itself: "runing club" is no dining club.
func (r *reader) read(typed []string) (int, bool) {
	if at, ok := r.exact(typed); ok {
		return at, true
	}
	if at, ok := r.byEnding(typed); ok {
		return at, true
	}
	if n := len(typed); n > 1 && n <= 3 && slices.ContainsFunc(typed, r.strange) {
		at, slips, found := r.misspelt(key(typed))
		_, fewer, single := r.misspelt(key(typed[:1]))
		return at, found && !(single && fewer < slips)
	}
	return 0, false
}

// guess makes something of a single word that is no phrase by itself.
func (r *reader) guess(word string) {
	if part, ok := r.partOf(word); ok {
		r.found = append(r.found, part)
	} else if begun := r.begunBy(word); len(begun) > 0 {
		r.found = append(r.found, begun...)
	} else if at, _, ok := r.misspelt(key([]string{word})); ok {
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
