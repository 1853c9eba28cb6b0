package groups_test

import (
	"slices"
	"testing"

	"regulars/internal/groups"
)

func TestAddressLinesSayNothingTwice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		venue, address, town string
		want                 []string
	}{
		{"Bath Central Library", "Bath, England", "Bath, England", []string{"Bath Central Library", "Bath, England"}},
		{"Hill Street Hall", "4 Hill Street", "Bath, England", []string{"Hill Street Hall", "4 Hill Street", "Bath, England"}},
		{"", "4 Hill Street, Bath, England", "Bath, England", []string{"4 Hill Street, Bath, England"}},
		{"", "", "Bath, England", []string{"Bath, England"}},
	} {
		d := groups.Details{Venue: c.venue, Address: c.address, Town: c.town}
		if got := d.AddressLines(); !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
