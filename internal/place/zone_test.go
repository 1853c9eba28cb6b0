package place

import (
	"testing"
	"time"
)

func TestZone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Europe/London", "America/Asheville", "", "Local", "../etc/passwd", "UTC"} {
		known := name == "Europe/London" || name == "UTC"
		for range 2 { // read, and remembered
			zone, err := Zone(name)
			if (err == nil) != known || known && zone.String() != name {
				t.Errorf("%q gives %v, %v", name, zone, err)
			}
		}
	}
}

// BenchmarkZone is against reading the zone each time.
func BenchmarkZone(b *testing.B) {
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, err := time.LoadLocation("Europe/London"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("remembered", func(b *testing.B) {
		for b.Loop() {
			if _, err := Zone("Europe/London"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
