package web

import (
	"cmp"
	"slices"
)

// problemIn is what is wrong with one field of a form.
type problemIn struct{ Field, Text string }

// inOrder is the order in which the long forms ask.
var inOrder = []string{
	"name", "interest", "about", "rhythm", "on", "which", "starts", "ends", "from", "until", "near", "venue", "address",
	"directions", "come_in", "look_for", "first_minutes", "bring", "cost", "capacity", "you",
	"also", "at", "first", "last", "why",
}

// Problems is what is wrong with a long form, in the order in which it asks, to
// stand above it.
func (f *Form) Problems() (all []problemIn) {
	for field, text := range f.Errors() {
		all = append(all, problemIn{field, text})
	}
	slices.SortFunc(all, func(a, b problemIn) int {
		return cmp.Or(slices.Index(inOrder, a.Field)-slices.Index(inOrder, b.Field), cmp.Compare(a.Field, b.Field))
	})
	return all
}
