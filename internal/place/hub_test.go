package place

import (
	"math/rand/v2"
	"testing"
)

func TestHubOfASuburbIsItsTown(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	for near, want := range map[string]string{
		"Bath, England": "Bath, England", "Keynsham": "Bristol, England",
		"51.37,-2.37": "Bath, England", "Asheville": "Asheville, North Carolina", "28801": "Asheville, North Carolina",
	} {
		p, err := g.Find(near)
		if hub := g.Hub(p.Point); err != nil || hub.String() != want {
			t.Errorf("the hub of %s is %s, want %s, %v", near, hub, want, err)
		}
	}
	if hub := g.Hub(Point{-48.9, -123.4}); hub.Name == "" { // as far from land as can be
		t.Error("there is a point without a hub")
	}
}

func TestHubsAreTheirOwnAndStandApart(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		town := g.place(int32(random.IntN(len(g.towns))))
		hub := g.Hub(town.Point)
		if again := g.Hub(hub.Point); again != hub {
			t.Errorf("%s belongs to %s, which belongs to %s", town, hub, again)
		}
		for other := range g.around(hub.Point, hubKM) {
			if larger := g.place(other); larger.Population > hub.Population {
				t.Errorf("%s is a hub beside %s", hub, larger)
			}
		}
	}
}

func BenchmarkHub(b *testing.B) {
	g := loaded(b)
	london, err := g.Find("London")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		g.Hub(Point{london.Lat + 0.2, london.Lon + 0.2})
	}
}
