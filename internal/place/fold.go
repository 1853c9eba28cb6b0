package place

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// spelledOut are the words that names shorten in one place and write in full in
// another; both become the full form. Names in German say Sankt for Saint.
var spelledOut = map[string]string{
	"st": "saint", "ste": "sainte", "sankt": "saint", "ft": "fort", "mt": "mount",
}

// undecomposed are the Latin letters that Unicode does not take apart into a
// letter and an accent.
var undecomposed = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ħ': "h", 'ŧ': "t", 'ə': "e",
}

// fold brings a name into the form by which names are compared: small letters
// without accents, words set apart by one space, the usual short words spelled
// out, and initials joined ("Washington, D. C." → "washington dc").
func fold(s string) string {
	words := split(s)
	for i, w := range words {
		if full, ok := spelledOut[w]; ok {
			words[i] = full
		}
	}
	return strings.Join(words, " ")
}

// foldPrefix folds what someone is still typing: the last word may grow, so it is
// not spelled out ("st" may become Stuttgart) until something follows it.
func foldPrefix(s string) string {
	s = strings.TrimLeft(s, " ")
	last := len(strings.TrimRightFunc(s, inWord))
	begun := strings.Join(split(s[last:]), " ")
	if done := fold(s[:last]); done != "" {
		return done + " " + begun
	}
	return begun
}

// split cuts s into folded words. Marks above letters and apostrophes vanish;
// everything else that is neither letter nor digit ends a word.
func split(s string) []string {
	if !isASCII(s) {
		s = norm.NFKD.String(s)
	}
	var words []string
	var word strings.Builder
	initials := false // the last of words is made of single letters
	end := func() {
		if word.Len() == 0 {
			return
		}
		single := word.Len() == 1 && !unicode.IsDigit(rune(word.String()[0]))
		if single && initials {
			words[len(words)-1] += word.String()
		} else {
			words = append(words, word.String())
		}
		initials = single
		word.Reset()
	}
	for _, r := range s {
		switch {
		case !inWord(r):
			end()
		case unicode.Is(unicode.Lm, r): // Hawaiʻi
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			writeLower(&word, r)
		}
	}
	end()
	return words
}

func writeLower(b *strings.Builder, r rune) {
	r = unicode.ToLower(r)
	if letters, ok := undecomposed[r]; ok && r >= utf8.RuneSelf {
		b.WriteString(letters)
		return
	}
	b.WriteRune(r)
}

// inWord tells the characters that do not end a word, though some leave no trace.
// ʻ and ʼ are letters to Unicode, but they are written as apostrophes too.
func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || strings.ContainsRune("'’‘`´", r)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
