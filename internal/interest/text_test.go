package interest

import (
	"math/bits"
	"slices"
	"testing"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":                    nil,
		"Café Français":       {"cafe", "francais"},
		"men's & Women’s":     {"mens", "and", "womens"},
		"sci-fi/fantasy":      {"sci", "fi", "fantasy"},
		"D&D":                 {"d", "and", "d"},
		"20s–30s!":            {"20s", "30s"},
		"ﬁshing":              {"fishing"},
		"\xff\xfe":            nil,
		"合唱 團":                {"合唱", "團"},
		"  LGBTQ+  (welcome)": {"lgbtq", "welcome"},
	} {
		if got := tokens(text); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestSingularAndPluralAreOne(t *testing.T) {
	t.Parallel()
	for one, many := range map[string]string{
		"choir": "choirs", "class": "classes", "movie": "movies", "party": "parties", "canoe": "canoes",
		"potato": "potatoes", "church": "churches", "horse": "horses", "box": "boxes", "child": "children",
		"woman": "women", "knife": "knives", "hobby": "hobbies", "dance": "dances", "bus": "bus", "chess": "chess",
		"tennis": "tennis", "quiche": "quiches", "puzzle": "puzzles",
	} {
		if singular(one) != singular(many) {
			t.Errorf("%s is %s, but %s is %s", one, singular(one), many, singular(many))
		}
	}
}

func TestEndingsFallAway(t *testing.T) {
	t.Parallel()
	for _, family := range [][]string{
		{"sing", "singer", "singing"}, {"run", "runner", "running"}, {"dance", "dancer", "dancing", "danced"},
		{"bake", "baker", "baking"}, {"cycle", "cyclist", "cycling"}, {"quilt", "quilter", "quilted"},
	} {
		for _, word := range family {
			if stem(word) != stem(family[0]) {
				t.Errorf("%s is %s, but %s is %s", word, stem(word), family[0], stem(family[0]))
			}
		}
	}
	for _, word := range []string{"ring", "king", "bed", "her"} {
		if stem(word) != word {
			t.Errorf("%s became %s", word, stem(word))
		}
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"chess", "chess", 0}, {"ches", "chess", 1}, {"chesss", "chess", 1}, {"chass", "chess", 1}, {"hcess", "chess", 1},
		{"photograhpy", "photography", 1}, {"fotography", "photography", 2}, {"", "abc", 3}, {"abc", "", 3},
		{"chess", "quilting", 4},
	} {
		if got := distance(c.a, c.b, 3); got != c.want {
			t.Errorf("%q to %q: got %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// The quick look at letters must never rule out what the slow one would find.
func TestLettersRuleOutNothingNear(t *testing.T) {
	t.Parallel()
	near := 0
	for _, p := range lexicon.phrases[:600] {
		for _, q := range lexicon.phrases[:600] {
			d := distance(p.key, q.key, 2)
			if d > 2 {
				continue
			}
			near++
			if bits.OnesCount32(lettersOf(p.key)^lettersOf(q.key)) > 2*d {
				t.Errorf("%q and %q are %d apart, but their letters are not", p.key, q.key, d)
			}
		}
	}
	if near <= 600 {
		t.Errorf("only %d near pairs: nothing was tried", near)
	}
}
