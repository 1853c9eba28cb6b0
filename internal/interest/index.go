package interest

import (
	"slices"
	"strings"
)

// target is what a phrase means: an interest, or a family as a whole.
type target struct {
	family bool
	at     int // place in catalogue.interests or catalogue.families
}

// phrase is one way to say a target.
type phrase struct {
	target
	text  string // as in the file
	words []string
	plain string // the words with single spaces
	key   string // the words as they are compared
	vague bool   // marked with ~
	main  bool   // the target's own name
}

// index finds phrases by what people write for them.
type index struct {
	phrases  []phrase
	byKey    map[string]int  // key → place in phrases
	byStem   map[string]int  // stemKey → place in phrases, ambiguous when several targets claim it
	ignored  map[string]bool // keys of words and phrases that say nothing
	byWord   map[string]int  // every single word of them, singular → place of the only target's phrase, or ambiguous
	starts   []start         // first words of phrases, sorted
	maxWords int             // of the longest phrase or ignored phrase

	spellings [maxKey + 1][]spelling // by length
}

// start is the first word of a phrase.
type start struct {
	word string
	at   int // place in phrases
}

const ambiguous = -1

func newIndex(c *catalogue) *index {
	x := &index{byKey: map[string]int{}, byStem: map[string]int{}, ignored: map[string]bool{}, byWord: map[string]int{}}
	for _, text := range c.ignored {
		w := tokens(text)
		x.ignored[key(w)] = true
		x.maxWords = max(x.maxWords, len(w))
		for _, one := range w {
			x.byWord[singular(one)] = ambiguous
		}
	}
	// Families come last, so that a word claimed by both means the narrower.
	for at, i := range c.interests {
		x.addAll(c, target{at: at}, i.Slug, i.Name, i.Synonyms)
	}
	for at, f := range c.families {
		x.addAll(c, target{family: true, at: at}, f.Slug, f.Name, f.Synonyms)
	}
	slices.SortStableFunc(x.starts, func(a, b start) int { return strings.Compare(a.word, b.word) })
	return x
}

func (x *index) addAll(c *catalogue, t target, slug, name string, synonyms []string) {
	x.add(phrase{target: t, text: name, vague: c.vague[slug+"|"+name], main: true})
	for _, word := range synonyms {
		x.add(phrase{target: t, text: word, vague: c.vague[slug+"|"+word]})
	}
}

func (x *index) add(p phrase) {
	p.words = tokens(p.text)
	if len(p.words) == 0 {
		return
	}
	p.key, p.plain = key(p.words), strings.Join(p.words, " ")
	at := len(x.phrases)
	x.phrases = append(x.phrases, p)
	x.starts = append(x.starts, start{p.words[0], at})
	if k := plainlySpelt(p.key); len(k) <= maxKey {
		x.spellings[len(k)] = append(x.spellings[len(k)], spelling{k, lettersOf(k), int32(at)})
	}
	x.maxWords = max(x.maxWords, len(p.words))
	if _, taken := x.byKey[p.key]; !taken {
		x.byKey[p.key] = at
	}
	x.claim(x.byStem, stemKey(p.words), at)
	for _, w := range p.words {
		x.claim(x.byWord, singular(w), at)
	}
}

// claim notes that a word leads to a phrase, unless it leads to other targets
// as well.
func (x *index) claim(by map[string]int, word string, at int) {
	if other, taken := by[word]; !taken {
		by[word] = at
	} else if other != ambiguous && x.phrases[other].target != x.phrases[at].target {
		by[word] = ambiguous
	}
}

// exact finds the phrase that these words are, plurals and spaces aside.
func (x *index) exact(words []string) (int, bool) { return x.keyed(words, key(words)) }

// keyed is exact where the key is known already.
func (x *index) keyed(words []string, key string) (int, bool) {
	at, ok := x.byKey[key]
	return at, ok && x.mayJoin(words, at, 2)
}

// byEnding finds the phrase that differs from these words by its ending only:
// "hikers" for "hike". A word of two letters is too little to go by.
func (x *index) byEnding(words []string) (int, bool) {
	if len(words) == 1 && len(words[0]) < 3 {
		return 0, false
	}
	at, ok := x.byStem[stemKey(words)]
	return at, ok && at != ambiguous && x.mayJoin(words, at, 3)
}

// mayJoin refuses to make a word of scraps: "wood work" is "woodwork", but the
// letters of "R.S.C.A." hold no "sca", and "check in" is no kind of checkers.
func (x *index) mayJoin(words []string, at, least int) bool {
	scrap := func(word string) bool { return len(word) < least }
	return len(words) <= len(x.phrases[at].words) || !slices.ContainsFunc(words, scrap)
}

// strange tells that a word occurs nowhere in the lists.
func (x *index) strange(word string) bool {
	_, met := x.byWord[singular(word)]
	return !met
}
