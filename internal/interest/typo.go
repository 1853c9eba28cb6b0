package interest

import "math/bits"

// spelling is a phrase as misspelt looks at it first.
type spelling struct {
	letters uint32 // as lettersOf
	at      int32  // place in phrases
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

// misspelt finds the phrase nearest to a word that is spelt wrong. A tie goes
// to the phrase that stands first in the file. In short words the first letter
// must be right or the only slip: "booking" is not "cooking".
func (x *index) misspelt(word string) (int, bool) {
	slips := slipsAllowed(word)
	if slips == 0 || len(word) > maxKey-slips {
		return 0, false
	}
	letters := lettersOf(word)
	best, found := 0, slips+1
	for length := max(5, len(word)-slips); length <= len(word)+slips; length++ {
		for _, s := range x.spellings[length] {
			if bits.OnesCount32(s.letters^letters) > 2*slips {
				continue
			}
			k := x.phrases[s.at].key
			if slips == 1 && !startAlike(word, k) {
				continue
			}
			if d := distance(word, k, slips); d < found || d == found && d <= slips && int(s.at) < best {
				best, found = int(s.at), d
			}
		}
	}
	return best, found <= slips
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
