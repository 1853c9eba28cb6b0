package place

import "testing"

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	g := loaded(b)
	for name, words := range map[string]string{
		"town": "Asheville, NC", "namesakes": "springfield il", "postcode": "28801", "point": "35.59,-82.55",
		"typo": "Ashvile", "again": "Asheville, NC",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if name != "again" {
					g.found.Purge()
				}
				if _, err := g.Find(words); (err != nil) != (name == "typo") {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkComplete(b *testing.B) {
	g := loaded(b)
	for _, prefix := range []string{"s", "ash", "springfield, i", "288"} {
		b.Run(prefix, func(b *testing.B) {
			for b.Loop() {
				if len(g.Complete(prefix, 8)) == 0 {
					b.Fatal("nothing")
				}
			}
		})
	}
}

func BenchmarkNearest(b *testing.B) {
	g := loaded(b)
	for name, p := range map[string]Point{"town": {35.59, -82.55}, "ocean": {0, -130}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if g.Nearest(p).Zone == "" {
					b.Fatal("nowhere")
				}
			}
		})
	}
}
