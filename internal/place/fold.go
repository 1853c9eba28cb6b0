package place

import (
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
	var f folding
	f.add(s)
	f.endWord()
	return string(f.text)
}

// foldPrefix folds what someone is still typing: the last word may grow, so it is
// not spelled out ("st" may become Stuttgart) until something follows it, which
// then leaves a space.
func foldPrefix(s string) string {
	var f folding
	f.add(s)
	if last, _ := utf8.DecodeLastRuneInString(s); !inWord(last) && len(f.text) > 0 {
		f.text = append(f.text, ' ')
	}
	return string(f.text)
}

// folding writes folded words one after another. It keeps no list of words, since
// loading folds every name in the world.
type folding struct {
	text     []byte
	word     int  // where the last word begins
	open     bool // the last word may go on
	initials bool // the word before it is made of single letters
}

// add folds s. Marks above letters and apostrophes vanish; everything else that is
// neither letter nor digit ends a word.
func (f *folding) add(s string) {
	if !isASCII(s) {
		s = norm.NFKD.String(s)
	}
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z':
			f.begin()
			f.text = append(f.text, byte(r))
		case !inWord(r):
			f.endWord()
		case unicode.Is(unicode.Lm, r): // the ʻ of Hawaiʻi
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			f.begin()
			f.text = appendLower(f.text, r)
		}
	}
}

// begin makes sure that a word is open.
func (f *folding) begin() {
	if f.open {
		return
	}
	if len(f.text) > 0 {
		f.text = append(f.text, ' ')
	}
	f.word, f.open = len(f.text), true
}

// endWord closes the last word: an initial joins the initials before it, a short
// word is spelled out.
func (f *folding) endWord() {
	if !f.open {
		return
	}
	f.open = false
	word := f.text[f.word:]
	initial := len(word) == 1 && word[0] >= 'a'
	if full, ok := spelledOut[string(word)]; ok {
		f.text = append(f.text[:f.word], full...)
	} else if initial && f.initials {
		f.text = append(f.text[:f.word-1], word[0])
	}
	f.initials = initial
}

func appendLower(b []byte, r rune) []byte {
	r = unicode.ToLower(r)
	if r >= utf8.RuneSelf {
		if letters, ok := undecomposed[r]; ok {
			return append(b, letters...)
		}
	}
	return utf8.AppendRune(b, r)
}

// inWord tells the characters that do not end a word, though some leave no trace.
func inWord(r rune) bool {
	switch r {
	case '\'', '’', '‘', '`', '´':
		return true
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
