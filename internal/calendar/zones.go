package calendar

import (
	_ "embed"
	"strings"
	"sync"
	"time"

	"regulars/internal/place"
)

//go:embed windows.tsv
var windowsTable string

// windows are the names that Outlook and Exchange give to zones, in small letters.
var windows = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for line := range strings.Lines(windowsTable) {
		if name, iana, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && !strings.HasPrefix(name, "#") {
			names[strings.ToLower(name)] = iana
		}
	}
	for _, name := range []string{"utc", "gmt", "etc/utc"} {
		names[name] = "UTC" // the one that time.UTC is
	}
	return names
})

// zone finds the zone that a calendar means by a name: that of the IANA, also
// behind the path of some program ("/mozilla.org/2005/Europe/Paris"), or that of
// Windows. False if nobody knows it.
func zone(name string) (*time.Location, bool) {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	if iana, ok := windows()[strings.ToLower(name)]; ok {
		name = iana
	}
	if name == "" || len(name) > 100 || strings.EqualFold(name, "local") {
		return nil, false
	}
	for parts := strings.Split(strings.Trim(name, "/"), "/"); len(parts) > 0; parts = parts[1:] {
		if found, err := place.Zone(strings.Join(parts, "/")); err == nil {
			return found, true
		}
	}
	return nil, false
}
