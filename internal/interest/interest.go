// Package interest knows what groups do: the curated interests, the families
// they belong to, and the many words people have for them.
//
// Everything it knows stands in interests.txt, which is meant to be edited by
// hand; its head explains how. The package turns what somebody typed into
// interests (Parse), what somebody is typing into proposals (Complete), the
// name of an imported calendar into interests (Recognise), and what a group says
// of itself into those that it merely speaks of (Mentioned).
package interest

import (
	_ "embed"
	"hash/fnv"
	"slices"
	"strconv"
)

// Interest is one thing that groups do, such as singing.
type Interest struct {
	Slug     string   // what is kept with a group, never changed: "board-games"
	Name     string   // as shown: "Board games"
	Family   string   // slug of its Family
	Synonyms []string // other words for it, as a person would write them
	Broader  []string // slugs of interests that it is a kind of: quilting is sewing
}

// Family is a shelf of interests that lie close to each other.
type Family struct {
	Slug      string
	Name      string
	Synonyms  []string   // words that mean the family as a whole
	Interests []Interest // in the order of the file
}

// ID is a number for the slug that stays the same in every version and on
// every machine, for indexes that take integers. It is never 0.
func (i Interest) ID() int32 { return slugID(i.Slug) }

// ID is like Interest.ID; families and interests never share a number.
func (f Family) ID() int32 { return slugID("family/" + f.Slug) }

// slugID folds FNV-1a to 32 bits. 0 is left free for "none".
func slugID(slug string) int32 {
	h := fnv.New32a()
	h.Write([]byte(slug))
	if id := int32(h.Sum32()); id != 0 {
		return id
	}
	return 1
}

//go:embed interests.txt
var curated string

// Checksum is another one for every catalogue.
func Checksum() string {
	h := fnv.New64a()
	h.Write([]byte(curated))
	return strconv.FormatUint(h.Sum64(), 36)
}

// A mistake in the file stops the program at its start, and the tests long
// before that.
var (
	known   = mustRead(curated)
	lexicon = newIndex(known)
)

func mustRead(text string) *catalogue {
	c, err := read(text)
	if err != nil {
		panic("interests.txt: " + err.Error())
	}
	return c
}

// All gives every interest in the order of the file. The caller may change the
// slice, but not what its elements hold.
func All() []Interest { return slices.Clone(known.interests) }

// Families gives every family in the order of the file. The caller may change
// the slice, but not what its elements hold.
func Families() []Family { return slices.Clone(known.families) }

// BySlug finds an interest; false if there is none of that slug.
func BySlug(slug string) (Interest, bool) {
	at, ok := known.interestAt[slug]
	if !ok {
		return Interest{}, false
	}
	return known.interests[at], true
}

// FamilyBySlug finds a family; false if there is none of that slug.
func FamilyBySlug(slug string) (Family, bool) {
	at, ok := known.familyAt[slug]
	if !ok {
		return Family{}, false
	}
	return known.families[at], true
}
