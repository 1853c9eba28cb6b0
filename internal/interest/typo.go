package interest

import "math/bits"

// shape tells quickly that two words are too different to be compared letter
// by letter.
type shape struct {
	length  int    // in bytes
	letters uint32 // which of a to z occur, and one bit for all else
}

func shapeOf(word string) shape {
	s := shape{length: len(word)}
	for i := range len(word) {
		if c := word[i]; c >= 'a' && c <= 'z' {
			s.letters |= 1 << (c - 'a')
		} else {
			s.letters |= 1 << 31
		}
	}
	return s
}

// within tells whether words of these shapes can lie that few slips apart: one
// slip changes the set of letters by two at most.
func (s shape) within(t shape, slips int) bool {
	return s.length-t.length <= slips && t.length-s.length <= slips &&
		bits.OnesCount32(s.letters^t.letters) <= 2*slips
}

// slipsAllowed is how many slips of the keyboard are forgiven in a word: none
// below five letters, where almost everything resembles something.
func slipsAllowed(word string) int {
	switch {
	case len(word) < 5:
		return 0
	case len(word) < 9:
		return 1
	default:
		return 2
	}
}

// misspelt finds the phrase nearest to a word that is spelt wrong. A tie goes
// to the phrase that stands first in the file. In short words the first letter must be
// right or the only thing missing: "booking" is not "cooking".
func (x *index) misspelt(word string) (int, bool) {
	slips := slipsAllowed(word)
	if slips == 0 || len(word) > maxKey {
		return 0, false
	}
	s := shapeOf(word)
	best, found := 0, slips+1
	for at := range x.phrases {
		k := x.phrases[at].key
		if len(k) < 5 || !s.within(x.shapes[at], slips) || slips == 1 && !startAlike(word, k) {
			continue
		}
		if d := distance(word, k); d < found {
			best, found = at, d
		}
	}
	return best, found <= slips
}

func startAlike(a, b string) bool {
	return a[0] == b[0] || a[1:] == b || a == b[1:] || a[0] == b[1] && a[1] == b[0]
}

// maxKey is the length in bytes beyond which nobody's word is compared.
const maxKey = 40

// distance counts the slips between two words of at most maxKey+2 bytes: a
// letter missing, added or changed, or two neighbours swapped.
func distance(a, b string) int {
	var rows [3][maxKey + 3]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
