package interest

import (
	"bytes"
	"math/bits"
	"slices"
	"strings"
)

// spelling is a phrase as misspelt looks at it.
type spelling struct {
	key     string // of the phrase, as plainly spelt
	letters uint32 // as lettersOf
	at      int32  // place in phrases
}

// plainlySpelt writes doubled letters once, and ph as f: whether a letter is doubled
// ("runing", "yogga", "bilards") is what people forget most, other languages write
// "fotografie", and neither is ever what tells two words apart.
func plainlySpelt(word string) string {
	b := []byte(strings.ReplaceAll(word, "ph", "f"))
	return string(slices.Compact(b))
}

// lettersOf tells which of a to z occur in a word; one bit is for all else. One
// slip changes two bits at most, so that most words need no closer look.
func lettersOf(word string) uint32 {
	var letters uint32
	for i := range len(word) {
		if c := word[i]; c >= 'a' && c <= 'z' {
			letters |= 1 << (c - 'a')
		} else {
			letters |= 1 << 31
		}
	}
	return letters
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

// misspelt finds the phrase nearest to a word that is spelt wrong, and tells by
// how many slips. A tie goes to the phrase that stands first in the file. In short
// words the first letter must be right or the only slip: "booking" is not
// "cooking".
func (x *index) misspelt(word string) (at, slips int, found bool) {
	most := slipsAllowed(word)
	if most == 0 || len(word) > maxKey-most {
		return 0, 0, false
	}
	word = plainlySpelt(word)
	letters := lettersOf(word)
	at, slips = 0, most+1
	for length := max(4, len(word)-most); length <= len(word)+most; length++ {
		for _, s := range x.spellings[length] {
			if bits.OnesCount32(s.letters^letters) > 2*most || most == 1 && !startAlike(word, s.key) {
				continue
			}
			if d := s.slips(word, letters, most); d < slips || d == slips && d <= most && int(s.at) < at {
				at, slips = int(s.at), d
			}
		}
	}
	return at, slips, slips <= most
}

// slips counts those of a word against this spelling, and gives most+1 for too
// many. All letters in another order ("bycicle") are one slip, and what is as
// short as "yoga" has to be right.
func (s spelling) slips(word string, letters uint32, most int) int {
	switch {
	case s.key == word:
		return 0
	case len(s.key) < 5:
		return most + 1
	case s.letters == letters && s.key[0] == word[0] && shuffled(s.key, word):
		return 1
	}
	return distance(word, s.key, most)
}

// shuffled tells whether two words have the same letters, each as often.
func shuffled(a, b string) bool {
	x, y := []byte(a), []byte(b)
	slices.Sort(x)
	slices.Sort(y)
	return bytes.Equal(x, y)
}

func startAlike(a, b string) bool {
	return a[0] == b[0] || a[1:] == b || a == b[1:] || a[0] == b[1] && a[1] == b[0]
}

// maxKey is the length in bytes beyond which no word is compared.
const maxKey = 40

// distance counts the slips between two words of at most maxKey bytes: a letter
// missing, added or changed, or two neighbours swapped. It stops counting, and
// gives most+1, once there are more than most.
func distance(a, b string, most int) int {
	var rows [3][maxKey + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}

func differ(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
