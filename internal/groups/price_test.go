package groups_test

import (
	"testing"

	"regulars/internal/groups"
)

// However a listing comes in, its price is what the words about its cost name.
func TestThePriceInTheWordsAboutTheCost(t *testing.T) {
	t.Parallel()
	for cost, want := range map[string]int{
		"": -1, "by donation": -1, "free": 0, "Free, tea is 2 dollars": 2, "5 dollars": 5, "€12,50 a month": 12, "12345678": 123456,
	} {
		d := groups.Details{Cost: cost}
		_ = d.Check() // which has more to say of it
		got := -1
		if d.Price != nil {
			got = *d.Price
		}
		if got != want {
			t.Errorf("%q costs %d, want %d", cost, got, want)
		}
	}
	said := 7
	if d := (groups.Details{Cost: "free for members", Price: &said}); d.Check() == nil || *d.Price != 7 {
		t.Errorf("a price that was given became %d", *d.Price)
	}
}
