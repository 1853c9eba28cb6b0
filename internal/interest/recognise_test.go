package interest

import (
	"strings"
	"testing"
)

func TestRecogniseReadsNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, want string }{
		{"Harbour Lights A Cappella", "singing"},
		{"Millbrook Singers", "singing"},
		{"St Agnes Handbell Choir rehearsal", "handbells"},
		{"Sanctuary Choir", "singing"},
		{"Pine Valley Spinners and Weavers Guild", "spinning-yarn weaving"},
		{"North Shore Hikers 2.0", "hiking"},
		{"These Feet Love Hiking", "hiking"},
		{"Fenwick Heavy Boardgamers", "board-games"},
		{"Otterton Photography Group", "photography"},
		{"Scottish Country Dancing", "ceilidh"},
		{"Salsa | Bachata | Kizomba Lakeside", "salsa"},
		{"Lakeside Japanese English Exchange", "japanese english"},
		{"The Stitch and Bitch of Quarry Hill", "knitting"},
		{"Silent Book Club (Quarry Hill)", "silent-reading"},
		{"Black Cat Book Club", "book-club"},
		{"The Sci-Fi Book Club", "science-fiction book-club"},
		{"Repair Café @ the old bakery", "repair-cafe"},
		{"AA meeting (5th Traditionalists)", "sobriety"},
		{"MOPS Meeting", "moms"},
		{"Bridge Club", "bridge"},
		{"Bridge", "bridge"},
		{"Wine Club", "wine"},
		{"Game Night", "board-games"},
		{"Arts & Crafts for women", "art-class craft-circle"},
		{"Second Friday Dance Party", "social-dance"},
		{"Men’s Shed", "mens-shed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := slugs(Recognise(c.name, "")); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRecogniseStaysSilentWhenUnsure(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"", "Board Meeting", "Executive Committee", "Calendar Mtg.", "Public Hours", "Friendly Faces of Otterton",
		"Riverside Bridge Works Crew 7", "Golden Bridge Neighbours", "Wine Country Voices", "R.A.S.C.A.L.S.",
		"Class: Improver patterns", "Step by step, member check-in", "Open House", "Camp Otterton", "☕&👩‍💻",
		"Go Otterton", "Photog", "Singign", "\xff\xfe\x00",
	} {
		if got := Recognise(name, ""); len(got) > 0 {
			t.Errorf("%q is taken for %s", name, slugs(got))
		}
	}
}

func TestRecogniseIsStrictInDescriptions(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("We meet at the hall and everybody is welcome to bring a neighbour along. ", 6)
	for _, c := range []struct{ why, name, description, want string }{
		{"said once in passing", "Thursday Larks", "We meet beside the chess tables.", ""},
		{"said twice", "Men of the Valley", "A barbershop chorus. Our chorus rehearses on Mondays.", "singing"},
		{"two words for one thing", "The Valley Larks", "A choir for everyone: come and sing barbershop!", "singing"},
		{"twice is little in a long text", "Thursday Larks", long + "Chess, or not chess.", ""},
		{"thrice is enough", "Thursday Larks", "Chess! " + long + "Chess, and more chess.", "chess"},
		{"the name decides", "Valley Quilters", "Choir, choir, choir.", "quilting"},
		{"a description beats a mere family", "Dance Spot", "Tango on Fridays. More tango on Sundays.", "tango"},
		{"links and markup say nothing", "Thursday Larks", `<a href="https://yoga.example/yoga">x</a> yoga@yoga.example`, ""},
		{"a description bears out a vague word", "Potluck and Jam", "Musicians, come and eat.", "shared-meals jamming"},
		{"or it does not", "Potluck and Jam", "Bring jars.", "shared-meals"},
		{"vague words do not count", "Thursday Larks", "Cross the bridge. After the bridge turn left at the next bridge.", ""},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			if got := slugs(Recognise(c.name, c.description)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRecogniseGivesThreeAtMost(t *testing.T) {
	t.Parallel()
	if got := slugs(Recognise("Chess, quilting, yoga and salsa", "")); got != "chess quilting yoga" {
		t.Errorf("got %q", got)
	}
	if got := Recognise("Things", strings.Repeat("chess quilting yoga salsa ", 4)); len(got) != 3 {
		t.Errorf("got %d from a description", len(got))
	}
}

func slugs(interests []Interest) string {
	var all []string
	for _, i := range interests {
		all = append(all, i.Slug)
	}
	return strings.Join(all, " ")
}
