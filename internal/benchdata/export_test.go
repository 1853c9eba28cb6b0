package benchdata

import "slices"

// Landmarks are the words that names are made of.
func Landmarks() []string { return landmarks }

// Sentences are those of descriptions, with what they leave open.
func Sentences() []string { return slices.Concat(openings, middles, endings) }
