// Package quilt draws a quilt block for every group, so that a group without a
// photo still has a face: the same one on its page, in a card, in a mail and on
// a home screen.
//
// The family of what the group does gives the main dye and the light cloth it
// lies on; the slug gives the pattern and the second dye. Nothing is stored and
// nothing is random: the same two words draw the same block for ever.
package quilt

import (
	"hash/fnv"
	"html/template"
	"io"
	"strings"
)

// Block draws the block of the group slug, whose interest is of family, as SVG
// to stand in a page: 24 by 24 units, under 1.5 kB, hidden from screen readers
// because the name always stands beside it. Its classes let the style sheet
// dye it anew for dark pages.
func Block(slug, family string) template.HTML {
	var s strings.Builder
	Sew(&s, slug, family)
	return template.HTML(s.String())
}

// Sew writes the block that Block gives to memory, which takes everything: a page shows
// many.
func Sew(to io.StringWriter, slug, family string) {
	b := cut(slug, family)
	write(to, `<svg class="block q-`, b.main.name, ` r-`, b.second.name, `" viewBox="0 0 24 24" aria-hidden="true" focusable="false">`)
	b.sew(to, ` class="t"`, ` class="m"`, ` class="s"`)
	write(to, `</svg>`)
}

// File draws the same block as an SVG file of its own, 96 by 96 pixels unless
// shown larger, in the colours of a light page.
func File(slug, family string) []byte {
	var s strings.Builder
	s.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 24 24">`)
	cut(slug, family).sew(&s, "", "", "")
	s.WriteString(`</svg>` + "\n")
	return []byte(s.String())
}

// block is a pattern with the cloth chosen for it.
type block struct {
	pattern      pattern
	main, second dye
}

// cut chooses pattern and cloth.
func cut(slug, family string) block {
	main := dyeOf(family)
	h := hash(slug)
	partners := main.partners
	return block{
		pattern: patterns[h%uint64(len(patterns))],
		main:    main,
		second:  dyes[partners[h/uint64(len(patterns))%uint64(len(partners))]],
	}
}

// sew writes the three paths of a block, each with the attributes given for
// ground, main and second cloth.
func (b block) sew(to io.StringWriter, ground, main, second string) {
	path := func(attrs, colour, d string) {
		write(to, `<path`, attrs, ` fill="`, colour, `" d="`, d, `"/>`)
	}
	path(ground, b.main.tint, "M0 0h24v24H0z")
	path(main, b.main.colour, b.pattern.main)
	path(second, b.second.colour, b.pattern.second)
}

func write(to io.StringWriter, pieces ...string) {
	for _, piece := range pieces {
		_, _ = to.WriteString(piece)
	}
}

// hash spreads s over 64 bits. FNV's low bits alone follow the last letter
// closely, and slugs end alike ("-club", "-group"), so the halves are mixed.
func hash(s string) uint64 {
	f := fnv.New64a()
	_, _ = f.Write([]byte(s)) // never fails, says hash.Hash
	h := f.Sum64()
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}
