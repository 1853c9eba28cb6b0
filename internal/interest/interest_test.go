package interest

import "testing"

func TestNumbersAreFixedAndDistinct(t *testing.T) {
	t.Parallel()
	owner := map[int32]string{0: "nothing"}
	note := func(id int32, name string) {
		if other, taken := owner[id]; taken {
			t.Errorf("%s and %s have the number %d", name, other, id)
		}
		owner[id] = name
		owner[^id] = "a mention of " + name // as package search numbers them
	}
	for _, i := range All() {
		note(i.ID(), i.Slug)
	}
	for _, f := range Families() {
		note(f.ID(), "family "+f.Slug)
	}
	// Indexes keep this number: it must never change.
	if got := (Interest{Slug: "singing"}).ID(); got != -1010927118 {
		t.Errorf("singing has the number %d", got)
	}
}

func TestBySlug(t *testing.T) {
	t.Parallel()
	singing, ok := BySlug("singing")
	if !ok || singing.Name != "Singing" || singing.Family != "making-music" {
		t.Errorf("got %+v, %v", singing, ok)
	}
	if _, ok := BySlug("making-music"); ok {
		t.Error("a family is given as an interest")
	}
	if _, ok := BySlug(""); ok {
		t.Error("there is an interest without a slug")
	}
}

func TestFamilyBySlug(t *testing.T) {
	t.Parallel()
	music, ok := FamilyBySlug("making-music")
	if !ok || music.Name != "Making music" || len(music.Interests) < 10 || music.Interests[0].Slug != "singing" {
		t.Errorf("got %+v, %v", music, ok)
	}
	if _, ok := FamilyBySlug("singing"); ok {
		t.Error("an interest is given as a family")
	}
}

func TestFamiliesHoldEveryInterestOnce(t *testing.T) {
	t.Parallel()
	held := 0
	for _, f := range Families() {
		held += len(f.Interests)
		for _, i := range f.Interests {
			if same, ok := BySlug(i.Slug); !ok || i.Family != f.Slug || same.Name != i.Name {
				t.Errorf("%s in %s says that it is in %s", i.Slug, f.Slug, i.Family)
			}
		}
	}
	if held != len(All()) {
		t.Errorf("families hold %d interests of %d", held, len(All()))
	}
}

func TestCallersCannotSpoilTheList(t *testing.T) {
	t.Parallel()
	mine := All()
	mine[0].Name = "spoilt"
	families := Families()
	families[0].Name = "spoilt"
	if All()[0].Name == "spoilt" || Families()[0].Name == "spoilt" {
		t.Error("a caller changed the list for all")
	}
}
