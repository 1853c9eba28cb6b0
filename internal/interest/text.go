package interest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words gives the plain words of a text, as those of a Query are written: without
// capitals, accents, markup, addresses and links.
func Words(text string) []string { return tokens(plainText(text)) }

// tokens splits text into plain words: small letters and digits without
// accents. An apostrophe joins ("men's" is "mens"), & is "and", everything else
// parts.
func tokens(text string) []string {
	var found []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			found = append(found, b.String())
			b.Reset()
		}
	}
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case r == '&':
			flush()
			found = append(found, "and")
		default:
			flush()
		}
	}
	flush()
	return found
}

var irregular = map[string]string{
	"children": "child", "men": "man", "mens": "man", "women": "woman", "womens": "woman", "childrens": "child",
	"feet": "foot", "geese": "goose", "knives": "knife", "mice": "mouse", "wives": "wife", "wolves": "wolf",
}

// singular takes the plural off a word. It need not give an English word, only
// the same one for the singular and the plural: "movie" and "movies" are both
// "movy", "potato" and "potatoes" both "potato".
func singular(word string) string {
	if one, ok := irregular[word]; ok {
		return one
	}
	if len(word) > 3 && strings.HasSuffix(word, "s") && !endsIn(word, "ss", "us", "is") {
		word = word[:len(word)-1]
	}
	if strings.HasSuffix(word, "ie") {
		return word[:len(word)-2] + "y"
	}
	if endsIn(word, "xe", "ze", "oe", "che", "she", "sse") {
		return word[:len(word)-1]
	}
	return word
}

// stem takes the ending off a singular, so that "singer", "singing" and "sing"
// are one. Short remainders are left alone: "ring" and "king" have no ending.
func stem(word string) string {
	for _, ending := range []string{"ing", "ist", "er", "ed", "e"} {
		if rest, cut := strings.CutSuffix(word, ending); cut && len(rest) >= 3 {
			return undouble(rest)
		}
	}
	return undouble(word)
}

// undouble turns "runn" of "running" into "run".
func undouble(word string) string {
	last, size := utf8.DecodeLastRuneInString(word)
	if before, _ := utf8.DecodeLastRuneInString(word[:len(word)-size]); before == last && size > 0 && len(word) > 3 {
		return word[:len(word)-size]
	}
	return word
}

func endsIn(word string, endings ...string) bool {
	for _, ending := range endings {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// key is what words are compared by: singulars written together, so that
// "boardgame", "board game" and "board-games" are one.
func key(words []string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(singular(w))
	}
	return b.String()
}

// stemKey is key with the ending of the last word taken off.
func stemKey(words []string) string {
	last := len(words) - 1
	return key(words[:last]) + stem(singular(words[last]))
}
