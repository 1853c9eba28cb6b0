package place_test

import (
	"slices"
	"testing"

	"regulars/internal/place"
)

func TestSettlements(t *testing.T) {
	t.Parallel()
	all := world(t).Settlements()
	largestFirst := func(a, b place.Settlement) int { return b.Population - a.Population }
	if len(all) < 100_000 || !slices.IsSortedFunc(all, largestFirst) {
		t.Fatalf("%d towns, from %d people on", len(all), all[0].Population)
	}
	for _, s := range all[:100] {
		town := world(t).Town(s.Number)
		found, err := world(t).Find(town.String())
		if err != nil || found.Point != s.Point || found.Population != s.Population {
			t.Errorf("%s with %d people is found as %v, %v", town, s.Population, found, err)
		}
	}
}
