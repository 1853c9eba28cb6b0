package interest

import "testing"

func TestCompleteProposesTheBestFirst(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ typed, text, name string }{
		{"barbers", "barbershop", "Singing"},
		{"Quil", "Quilting", "Quilting"},
		{"quilling", "quilling", "Paper craft"},
		{"craf", "Crafts", "Crafts"},
		{"sewing b", "sewing bee", "Quilting"},
		{"SING", "Singing", "Singing"},
		{"españ", "espanol", "Spanish"},
		{"tables", "", ""},
		{"men's s", "Men's shed", "Men's shed"},
		{"games, t", "", ""},
	} {
		got := Complete(c.typed, 5)
		if c.text == "" {
			if len(got) > 0 {
				t.Errorf("%q: got %v, want nothing", c.typed, got)
			}
			continue
		}
		if len(got) == 0 || got[0].Text != c.text || got[0].Name != c.name {
			t.Errorf("%q: got %v, want %s (%s) first", c.typed, got, c.text, c.name)
		}
	}
}

func TestCompleteFindsLaterWords(t *testing.T) {
	t.Parallel()
	for _, c := range Complete("games", 20) {
		if c.Slug == "board-games" {
			return
		}
	}
	t.Error("board games are not proposed for \"games\"")
}

func TestCompleteKeepsTheLimit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typed       string
		limit, want int
	}{{"c", 7, 7}, {"c", 0, 0}, {"c", -1, 0}, {"", 5, 0}, {" ,.", 5, 0}} {
		got := Complete(c.typed, c.limit)
		if len(got) != c.want {
			t.Errorf("%q with limit %d: got %d", c.typed, c.limit, len(got))
		}
		seen := map[string]bool{}
		for _, one := range got {
			if seen[one.Name] {
				t.Errorf("%q: %s is proposed twice", c.typed, one.Name)
			}
			seen[one.Name] = true
		}
	}
}

func TestEveryProposalIsUnderstood(t *testing.T) {
	t.Parallel()
	for first := 'a'; first <= 'z'; first++ {
		for _, c := range Complete(string(first), 500) {
			q := Parse(c.Text)
			if len(q.Interests)+len(q.Families) != 1 {
				t.Errorf("%q is proposed, but means %q", c.Text, written(q))
			}
		}
	}
}

func BenchmarkComplete(b *testing.B) {
	for b.Loop() {
		Complete("ga", 8)
	}
}
