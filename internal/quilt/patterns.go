package quilt

import (
	"fmt"
	"strings"
)

// pattern is a traditional block on a grid of 24: path data for the main and
// for the second cloth, sewn in this order onto the ground.
type pattern struct {
	name         string
	main, second string
}

// poly is a polygon: x and y by turns.
type poly []int

// patterns that a group may get. Appending one would change the blocks of
// existing groups, for the choice is by remainder; the list is meant to stay.
var patterns = []pattern{
	{"pinwheel",
		around(poly{0, 0, 12, 0, 12, 12}),
		around(poly{0, 12, 12, 12, 6, 6})},
	{"nine patch",
		around(poly{0, 0, 8, 0, 8, 8, 0, 8}),
		lay(poly{8, 8, 16, 8, 16, 16, 8, 16})},
	{"Ohio star",
		around(poly{8, 0, 12, 4, 8, 8}, poly{16, 0, 16, 8, 12, 4}) + lay(poly{8, 8, 16, 8, 16, 16, 8, 16}),
		around(poly{8, 8, 12, 4, 16, 8}) + lay(poly{12, 9, 15, 12, 12, 15, 9, 12})},
	{"friendship star",
		around(poly{8, 0, 16, 8, 8, 8}) + lay(poly{8, 8, 16, 8, 16, 16, 8, 16}),
		around(poly{0, 0, 8, 0, 0, 8})},
	{"flying geese",
		lay(poly{0, 6, 6, 0, 12, 6}, poly{0, 12, 6, 6, 12, 12}, poly{0, 18, 6, 12, 12, 18}, poly{0, 24, 6, 18, 12, 24}),
		lay(poly{12, 0, 24, 0, 18, 6}, poly{12, 6, 24, 6, 18, 12}, poly{12, 12, 24, 12, 18, 18}, poly{12, 18, 24, 18, 18, 24})},
	{"log cabin",
		lay(poly{21, 0, 24, 0, 24, 24, 0, 24, 0, 21, 21, 21}, poly{15, 6, 18, 6, 18, 18, 6, 18, 6, 15, 15, 15}),
		lay(poly{3, 3, 21, 3, 21, 6, 6, 6, 6, 21, 3, 21}, poly{9, 9, 15, 9, 15, 15, 9, 15})},
	{"hourglass",
		around(poly{0, 0, 12, 0, 6, 6}, poly{0, 12, 12, 12, 6, 6}),
		lay(poly{12, 8, 16, 12, 12, 16, 8, 12})},
	{"rail fence",
		around(poly{0, 0, 12, 0, 12, 4, 0, 4}),
		around(poly{0, 8, 12, 8, 12, 12, 0, 12})},
	{"churn dash",
		around(poly{8, 0, 8, 8, 0, 8}, poly{8, 4, 16, 4, 16, 8, 8, 8}),
		lay(poly{8, 8, 16, 8, 16, 16, 8, 16})},
	{"bear's paw",
		around(poly{4, 4, 10, 4, 10, 10, 4, 10}, poly{4, 4, 7, 0, 7, 4}, poly{7, 4, 10, 0, 10, 4},
			poly{4, 4, 4, 7, 0, 7}, poly{4, 7, 4, 10, 0, 10}),
		around(poly{0, 0, 4, 0, 4, 4, 0, 4}) + lay(poly{10, 10, 14, 10, 14, 14, 10, 14})},
	{"sawtooth star",
		around(poly{6, 0, 12, 6, 6, 6}, poly{18, 0, 18, 6, 12, 6}) + lay(poly{6, 6, 18, 6, 18, 18, 6, 18}),
		lay(poly{12, 6, 18, 12, 12, 18, 6, 12})},
	{"economy patch",
		around(poly{0, 0, 12, 0, 0, 12}),
		lay(poly{7, 7, 17, 7, 17, 17, 7, 17})},
	{"courthouse steps",
		lay(poly{0, 0, 24, 0, 20, 4, 4, 4}, poly{0, 24, 4, 20, 20, 20, 24, 24}, poly{8, 8, 16, 8, 16, 16, 8, 16}),
		lay(poly{4, 4, 8, 8, 8, 16, 4, 20}, poly{20, 4, 20, 20, 16, 16, 16, 8})},
	{"Irish chain",
		around(poly{0, 0, 4, 0, 4, 4, 0, 4}, poly{4, 4, 8, 4, 8, 8, 4, 8}, poly{8, 8, 12, 8, 12, 12, 8, 12}),
		around(poly{10, 0, 14, 0, 14, 4, 10, 4})},
	{"windmill",
		around(poly{12, 12, 6, 6, 12, 0}),
		around(poly{12, 0, 6, 6, 0, 0})},
	{"birds in the air",
		lay(poly{24, 0, 24, 24, 0, 24}),
		lay(poly{8, 0, 8, 8, 0, 8}, poly{16, 0, 16, 8, 8, 8}, poly{8, 8, 8, 16, 0, 16})},
	{"orange peel",
		"M0 12A12 12 0 0 0 12 0 12 12 0 0 0 0 12zM12 0A12 12 0 0 0 24 12 12 12 0 0 0 12 0z" +
			"M24 12A12 12 0 0 0 12 24 12 12 0 0 0 24 12zM12 24A12 12 0 0 0 0 12 12 12 0 0 0 12 24z",
		lay(poly{12, 8, 16, 12, 12, 16, 8, 12})},
	{"drunkard's path",
		"M0 0h8A8 8 0 0 1 0 8zM24 0v8A8 8 0 0 1 16 0zM24 24h-8A8 8 0 0 1 24 16zM0 24v-8A8 8 0 0 1 8 24z",
		"M12 4a8 8 0 1 1 0 16 8 8 0 1 1 0-16zM12 8a4 4 0 1 0 0 8 4 4 0 1 0 0-8z"},
}

// lay gives the path data of some polygons.
func lay(pieces ...poly) string {
	var s strings.Builder
	for _, p := range pieces {
		command := "M" // the points that follow the first are lines of themselves
		for i := 0; i < len(p); i += 2 {
			fmt.Fprintf(&s, "%s%d %d", command, p[i], p[i+1])
			command = " "
		}
		s.WriteByte('z')
	}
	return s.String()
}

// around lays the pieces four times, a quarter turn further each time: most
// blocks are one corner repeated.
func around(pieces ...poly) string {
	var s strings.Builder
	for range 4 {
		s.WriteString(lay(pieces...))
		pieces = turned(pieces)
	}
	return s.String()
}

// turned gives the pieces a quarter turn about the middle of the grid.
func turned(pieces []poly) []poly {
	turned := make([]poly, len(pieces))
	for i, p := range pieces {
		turned[i] = make(poly, len(p))
		for j := 0; j < len(p); j += 2 {
			turned[i][j], turned[i][j+1] = 24-p[j+1], p[j]
		}
	}
	return turned
}
