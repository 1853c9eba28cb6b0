package calendar

import (
	"strings"
	"time"
)

// windows are the names that Outlook and Exchange give to zones, those of the
// Unicode CLDR's table windowsZones that people are likely to meet.
var windows = map[string]string{
	"hawaiian standard time":          "Pacific/Honolulu",
	"alaskan standard time":           "America/Anchorage",
	"pacific standard time":           "America/Los_Angeles",
	"us mountain standard time":       "America/Phoenix",
	"mountain standard time":          "America/Denver",
	"central america standard time":   "America/Guatemala",
	"central standard time":           "America/Chicago",
	"central standard time (mexico)":  "America/Mexico_City",
	"canada central standard time":    "America/Regina",
	"sa pacific standard time":        "America/Bogota",
	"eastern standard time":           "America/New_York",
	"us eastern standard time":        "America/Indiana/Indianapolis",
	"atlantic standard time":          "America/Halifax",
	"newfoundland standard time":      "America/St_Johns",
	"e. south america standard time":  "America/Sao_Paulo",
	"argentina standard time":         "America/Buenos_Aires",
	"pacific sa standard time":        "America/Santiago",
	"gmt standard time":               "Europe/London",
	"greenwich standard time":         "Atlantic/Reykjavik",
	"w. europe standard time":         "Europe/Berlin",
	"central europe standard time":    "Europe/Budapest",
	"central european standard time":  "Europe/Warsaw",
	"romance standard time":           "Europe/Paris",
	"e. europe standard time":         "Europe/Chisinau",
	"gtb standard time":               "Europe/Bucharest",
	"fle standard time":               "Europe/Kiev",
	"turkey standard time":            "Europe/Istanbul",
	"russian standard time":           "Europe/Moscow",
	"israel standard time":            "Asia/Jerusalem",
	"egypt standard time":             "Africa/Cairo",
	"south africa standard time":      "Africa/Johannesburg",
	"e. africa standard time":         "Africa/Nairobi",
	"w. central africa standard time": "Africa/Lagos",
	"arabian standard time":           "Asia/Dubai",
	"pakistan standard time":          "Asia/Karachi",
	"india standard time":             "Asia/Calcutta",
	"se asia standard time":           "Asia/Bangkok",
	"china standard time":             "Asia/Shanghai",
	"singapore standard time":         "Asia/Singapore",
	"tokyo standard time":             "Asia/Tokyo",
	"korea standard time":             "Asia/Seoul",
	"w. australia standard time":      "Australia/Perth",
	"cen. australia standard time":    "Australia/Adelaide",
	"aus central standard time":       "Australia/Darwin",
	"e. australia standard time":      "Australia/Brisbane",
	"aus eastern standard time":       "Australia/Sydney",
	"tasmania standard time":          "Australia/Hobart",
	"new zealand standard time":       "Pacific/Auckland",
	"utc":                             "UTC",
	"etc/utc":                         "UTC",
	"gmt":                             "UTC",
}

// zone finds the zone that a calendar means by a name: that of the IANA, also
// behind the path of some program ("/mozilla.org/2005/Europe/Paris"), or that of
// Windows. False if nobody knows it.
func zone(name string) (*time.Location, bool) {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	if iana, ok := windows[strings.ToLower(name)]; ok {
		name = iana
	}
	if name == "" || len(name) > 100 || strings.EqualFold(name, "local") {
		return nil, false
	}
	for parts := strings.Split(strings.Trim(name, "/"), "/"); len(parts) > 0; parts = parts[1:] {
		if found, err := time.LoadLocation(strings.Join(parts, "/")); err == nil {
			return found, true
		}
	}
	return nil, false
}
