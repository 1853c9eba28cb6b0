package interest

import (
	"cmp"
	"slices"
	"sync"
)

// alikeEnough is how much two words have to have in common to be offered for each
// other, from 0 to 1.
const alikeEnough = 0.48

// Similar gives at most limit interests whose names or other words look like what
// somebody typed, the likest first. It is for words that Parse makes nothing of, and
// guesses where Parse would not dare.
func Similar(text string, limit int) []Interest {
	typed := tokens(clip(text, longestName))
	typed = slices.DeleteFunc(typed[:min(len(typed), maxQuery)], lexicon.empty)
	best := map[int]float64{} // place in known.interests → likeness
	for _, word := range typed {
		mine := spelled(word)
		for _, n := range telling().sharing(mine.pairs) {
			other := telling().words[n]
			if l := mine.likeness(other.letters); l >= alikeEnough {
				for _, at := range other.of {
					best[at] = max(best[at], l)
				}
			}
		}
	}
	return likest(best, limit)
}

func likest(best map[int]float64, limit int) []Interest {
	var places []int
	for at := range best {
		places = append(places, at)
	}
	slices.SortFunc(places, func(a, b int) int { return cmp.Or(cmp.Compare(best[b], best[a]), a-b) })
	return known.at(places[:min(len(places), limit)])
}

// told is a word by which people call some interests.
type told struct {
	letters
	of []int // places in known.interests
}

// vocabulary is a list of words, and in which of them a pair of letters occurs. Most have
// not a single one in common with another word.
type vocabulary struct {
	words  []told
	having map[uint16][]int // places in words
}

// sharing gives the places of the words that have any of these pairs.
func (v vocabulary) sharing(pairs []uint16) (places []int) {
	seen := make([]bool, len(v.words))
	for _, pair := range pairs {
		for _, n := range v.having[pair] {
			if !seen[n] {
				seen[n], places = true, append(places, n)
			}
		}
	}
	return places
}

// telling are all words of the phrases for interests, each once, but those that say
// nothing.
var telling = sync.OnceValue(func() vocabulary {
	v := vocabulary{having: map[uint16][]int{}}
	places := map[string]int{} // in v.words
	for _, p := range lexicon.phrases {
		for _, word := range p.words {
			if p.family || lexicon.empty(word) {
				continue
			}
			at, known := places[word]
			if !known {
				at = len(v.words)
				places[word], v.words = at, append(v.words, told{letters: spelled(word)})
				for _, pair := range v.words[at].pairs {
					v.having[pair] = append(v.having[pair], at)
				}
			}
			v.words[at].of = append(v.words[at].of, p.at)
		}
	}
	return v
})

// letters are a word, and the pairs of neighbouring letters in it.
type letters struct {
	word  string
	pairs []uint16
}

func spelled(word string) letters {
	l := letters{word: plainlySpelt(word)}
	for i := range len(l.word) - 1 {
		l.pairs = append(l.pairs, uint16(l.word[i])<<8|uint16(l.word[i+1]))
	}
	slices.Sort(l.pairs)
	return l
}

// likeness is half the share of pairs that two words have in common (Dice's
// coefficient), and half how much of them is the same beginning: endings are much
// alike in what people do, "-ing" and "-makers". Short words resemble everything.
func (l letters) likeness(other letters) float64 {
	shorter := min(len(l.word), len(other.word))
	if shorter < 4 {
		return 0
	}
	begun := 0
	for begun < shorter && l.word[begun] == other.word[begun] {
		begun++
	}
	shared := float64(common(l.pairs, other.pairs)) / float64(len(l.pairs)+len(other.pairs))
	return shared + float64(begun)/float64(len(l.word)+len(other.word))
}

// common counts what two sorted lists share.
func common(a, b []uint16) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch c := cmp.Compare(a[0], b[0]); {
		case c == 0:
			n, a, b = n+1, a[1:], b[1:]
		case c < 0:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return n
}
