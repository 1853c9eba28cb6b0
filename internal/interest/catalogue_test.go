package interest

import (
	"strings"
	"testing"
)

func TestThereIsEnoughToChooseFrom(t *testing.T) {
	t.Parallel()
	synonyms := 0
	for _, i := range All() {
		synonyms += len(i.Synonyms)
	}
	if n := len(All()); n < 260 {
		t.Errorf("%d interests, want 260 or more", n)
	}
	if n := len(Families()); n < 16 || n > 20 {
		t.Errorf("%d families, want 16 to 20", n)
	}
	if synonyms < 1100 {
		t.Errorf("%d synonyms, want 1,100 or more", synonyms)
	}
	t.Logf("%d interests, %d families, %d synonyms", len(All()), len(Families()), synonyms)
}

// A word that stands under two interests, or twice under one in the plural, in
// capitals, with a hyphen or with another ending, shows here with both places.
func TestEveryWordStandsOnce(t *testing.T) {
	t.Parallel()
	first := map[string]phrase{}
	stems := map[string]phrase{}
	for _, p := range lexicon.phrases {
		name, _ := known.label(p.target)
		if q, twice := first[p.key]; twice {
			other, _ := known.label(q.target)
			t.Errorf("%q (%s) is %q (%s) again", p.text, name, q.text, other)
			continue
		}
		first[p.key] = p
		s := stemKey(p.words)
		if q, twice := stems[s]; twice && q.target == p.target {
			t.Errorf("%q is a variant of %q (%s)", p.text, q.text, name)
		}
		stems[s] = p
	}
}

func TestWordsAreWrittenPlainly(t *testing.T) {
	t.Parallel()
	for _, p := range lexicon.phrases {
		name, _ := known.label(p.target)
		if len(p.words) == 0 || len(p.words) > 6 || len(p.key) > maxKey {
			t.Errorf("%q (%s) is empty or too long", p.text, name)
		}
		if !p.main && p.text != strings.ToLower(p.text) {
			t.Errorf("%q (%s) has capitals", p.text, name)
		}
	}
}
