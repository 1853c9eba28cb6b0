package interest

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
	key   string
	vague bool // marked with ~
	main  bool // the target's own name
}

// index finds phrases by what people write for them.
type index struct {
	phrases  []phrase
	byKey    map[string]int  // key → place in phrases
	byStem   map[string]int  // stemKey → place in phrases, ambiguous when several targets claim it
	ignored  map[string]bool // keys of words and phrases that say nothing
	known    map[string]bool // every single word of them, singular
	shapes   []shape         // shapes[i] is that of phrases[i]
	maxWords int             // of the longest phrase or ignored phrase
}

const ambiguous = -1

func newIndex(c *catalogue) *index {
	x := &index{byKey: map[string]int{}, byStem: map[string]int{}, ignored: map[string]bool{}, known: map[string]bool{}}
	for _, text := range c.ignored {
		w := tokens(text)
		x.ignored[key(w)] = true
		x.learn(w)
	}
	// Families come last, so that a word claimed by both means the narrower.
	for at, i := range c.interests {
		x.addAll(c, target{at: at}, i.Slug, i.Name, i.Synonyms)
	}
	for at, f := range c.families {
		x.addAll(c, target{family: true, at: at}, f.Slug, f.Name, f.Synonyms)
	}
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
	p.key = key(p.words)
	at := len(x.phrases)
	x.phrases = append(x.phrases, p)
	x.shapes = append(x.shapes, shapeOf(p.key))
	x.learn(p.words)
	if _, taken := x.byKey[p.key]; !taken {
		x.byKey[p.key] = at
	}
	s := stemKey(p.words)
	if other, taken := x.byStem[s]; !taken {
		x.byStem[s] = at
	} else if other != ambiguous && x.phrases[other].target != p.target {
		x.byStem[s] = ambiguous
	}
}

// learn remembers the words of a phrase.
func (x *index) learn(words []string) {
	x.maxWords = max(x.maxWords, len(words))
	for _, w := range words {
		x.known[singular(w)] = true
	}
}

// exact finds the phrase that these words are, plurals and spaces aside.
func (x *index) exact(words []string) (int, bool) {
	at, ok := x.byKey[key(words)]
	return at, ok
}

// byEnding finds the phrase that differs from these words by its ending only:
// "hikers" for "hike". A word of three letters is too little to go by.
func (x *index) byEnding(words []string) (int, bool) {
	if len(words) == 1 && len(words[0]) < 4 {
		return 0, false
	}
	at, ok := x.byStem[stemKey(words)]
	return at, ok && at != ambiguous
}

// strange tells that a word occurs nowhere in the lists.
func (x *index) strange(word string) bool { return !x.known[singular(word)] }
