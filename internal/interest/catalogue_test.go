package interest

import (
	"slices"
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

func TestReadTakesTheFormat(t *testing.T) {
	t.Parallel()
	c, err := read("# for people\n\nignore | a, the\nfamily music | Music | noise\n* choir | Choir | glee,\n ~band\n" +
		"harp | Harp |\nkinds | harp | choir\n")
	if err != nil {
		t.Fatal(err)
	}
	choir := c.interests[c.interestAt["choir"]]
	if choir.Name != "Choir" || choir.Family != "music" || !slices.Equal(choir.Synonyms, []string{"glee", "band"}) ||
		!slices.Equal(choir.Broader, []string{"harp"}) {
		t.Errorf("got %+v", choir)
	}
	if !c.vague["choir|band"] || c.vague["choir|glee"] {
		t.Errorf("vague words: %v", c.vague)
	}
	if c.general["music"] != c.interestAt["choir"] || !slices.Equal(c.ignored, []string{"a", "the"}) {
		t.Errorf("general %v, ignored %v", c.general, c.ignored)
	}
	if f := c.families[0]; len(f.Interests) != 2 || !slices.Equal(f.Synonyms, []string{"noise"}) {
		t.Errorf("got family %+v", f)
	}
}

func TestReadNamesTheLineOfAMistake(t *testing.T) {
	t.Parallel()
	const family = "family music | Music |\n"
	for _, c := range []struct{ text, want string }{
		{family + "choir | Choir", "line 2: \"choir\": expected slug | Name | words"},
		{family + "choir | Choir | a | b", "line 2: \"choir\": expected slug | Name | words"},
		{family + "\n\nChoir | Choir | glee", "line 4: \"Choir\" is no slug: small letters, digits and single hyphens only"},
		{"choir | Choir | glee", "line 1: \"choir\" stands before the first family"},
		{family + family, "line 2: there are two families \"music\""},
		{family + "choir | Choir |\nchoir | Choir |", "line 3: there are two interests \"choir\""},
		{"kinds | harp | choir\n" + family + "choir | Choir |\n", "kinds of harp: there is no interest \"harp\""},
		{family + "* choir | Choir |\n* harp | Harp |", "line 3: two interests of \"music\" are marked with *"},
	} {
		if _, err := read(c.text); err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}
