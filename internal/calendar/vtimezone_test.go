package calendar_test

import (
	"strings"
	"testing"
)

// explains writes a zone with a standard and a summer time.
func explains(id string, standard, summer string, more ...string) string {
	return "BEGIN:VTIMEZONE\r\nTZID:" + id + "\r\n" + strings.Join(more, "") +
		"BEGIN:STANDARD\r\n" + standard + "\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n" + summer + "\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE"
}

const (
	eastStandard = "DTSTART:16010101T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"
	eastSummer   = "DTSTART:16010101T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"
	westStandard = "DTSTART:16010101T020000\r\nTZOFFSETFROM:-0700\r\nTZOFFSETTO:-0800\r\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"
	westSummer   = "DTSTART:20070311T020000\r\nTZOFFSETFROM:-0800\r\nTZOFFSETTO:-0700\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"
)

func TestZonesThatCalendarsExplain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ zone, want string }{
		"of Exchange":         {explains("Customized Time Zone", eastStandard, eastSummer), "America/New_York"},
		"of elsewhere":        {explains("Customized Time Zone", westStandard, westSummer), "America/Los_Angeles"},
		"with its name":       {explains("Customized Time Zone", "", "", "X-LIC-LOCATION:Europe/Paris\r\n"), "Europe/Paris"},
		"listed by hand":      {explains("Customized Time Zone", strings.Replace(westStandard, "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "RDATE:20251102T020000,20261101T020000", 1), strings.Replace(westSummer, "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "RDATE:20250309T020000,20260308T020000,20270314T020000", 1)), "America/Los_Angeles"},
		"of no place":         {explains("Customized Time Zone", "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0017\r\nTZOFFSETTO:+0017", ""), "America/New_York"},
		"damaged":             {explains("Customized Time Zone", "DTSTART:soon\r\nTZOFFSETFROM:x\r\nTZOFFSETTO:+1", "RRULE:FREQ=SECONDLY"), "America/New_York"},
		"explained otherwise": {explains("Europe/Berlin", eastStandard, eastSummer), "America/New_York"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, vcal(c.zone, vevent("1", "Chess", "DTSTART;TZID=Customized Time Zone:20260901T183000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY")))
			if s.Zone.String() != c.want {
				t.Errorf("is in %s, want %s", s.Zone, c.want)
			}
			if got := dates(s); !strings.HasPrefix(got, "09-01 18:30, 09-08 18:30") {
				t.Errorf("dates are %s", got)
			}
		})
	}
}
