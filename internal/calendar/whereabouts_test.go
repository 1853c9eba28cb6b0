package calendar_test

import (
	"testing"

	"regulars/internal/calendar"
	"regulars/internal/place"
)

// Where the host names no place, each listing is where its calendar says, at the time of
// there; what does not say is skipped.
func TestACalendarSaysItselfWhereItIs(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	chess := func(uid string, lines ...string) string {
		return vevent(uid, "Chess "+uid, append([]string{"DTSTART:20260901T190000", "RRULE:FREQ=WEEKLY"}, lines...)...)
	}
	out := h.im.Import(ctx, text("all.ics", vcal(
		chess("postcode", `LOCATION:Hall\, 5 Hill Street\, Asheville\, NC 28801\, USA`),
		chess("point", "GEO:51.3811;-2.3590", "LOCATION:By the weir"),
		chess("country", `LOCATION:Dom\, Bath\, England\, UK`),
		chess("town", `LOCATION:Hall\, Springfield`),
		chess("zoom", "LOCATION:Zoom"),
		chess("nothing"),
	)), place.Place{})
	if out.Err != nil || out.Listed != 3 {
		t.Fatalf("%+v", out)
	}
	unplaced := map[string]bool{}
	for _, skip := range out.Skipped {
		unplaced[skip.Name] = skip.Reason == calendar.NoPlace
	}
	if len(unplaced) != 3 || !unplaced["Chess town"] || !unplaced["Chess zoom"] || !unplaced["Chess nothing"] {
		t.Errorf("skipped: %+v", out.Skipped)
	}
	for name, zone := range map[string]string{"Chess postcode": "America/New_York", "Chess point": "Europe/London"} {
		if g := h.group(t, name); g.Zone != zone || h.next(t, g) != "09-01 19:00, 09-08 19:00, 09-15 19:00" {
			t.Errorf("%s meets %s in %s", name, h.next(t, g), g.Zone)
		}
	}
	for name, town := range map[string]string{
		"Chess postcode": "Asheville, North Carolina", "Chess point": "Bath, England", "Chess country": "Bath, England",
	} {
		if g := h.group(t, name); g.Town != town || g.Exact != (name == "Chess point") || g.Point.DistanceKM(find(t, town).Point) > 5 {
			t.Errorf("%s is in %s at %v, exact %t", name, g.Town, g.Point, g.Exact)
		}
	}
}

// Without --near nothing that was listed with it changes or goes away.
func TestACalendarReadWithoutItsPlaceKeepsWhatWasListed(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	both := vcal(
		vevent("1", "Chess", "DTSTART:20260901T190000", "RRULE:FREQ=WEEKLY", "GEO:51.3811;-2.3590"),
		vevent("2", "Choir", "DTSTART:20260902T190000", "RRULE:FREQ=WEEKLY"))
	near := h.im.Import(ctx, text("bath.ics", both), find(t, "Bath, England"))
	if near.Err != nil || near.Listed != 2 {
		t.Fatalf("%+v", near)
	}
	alone := h.im.Import(ctx, text("bath.ics", both), place.Place{})
	if alone.Err != nil || alone.Unchanged != 1 || alone.Changed+alone.Listed+alone.Gone != 0 || len(alone.Skipped) != 1 {
		t.Errorf("%+v", alone)
	}
	if chess := h.group(t, "Chess"); chess.Zone != "Europe/London" || h.next(t, chess) != "09-01 19:00, 09-08 19:00, 09-15 19:00" {
		t.Errorf("in %s chess meets %s", chess.Zone, h.next(t, chess))
	}
	if choir := h.group(t, "Choir"); h.next(t, choir) == "" {
		t.Error("what does not say where it is has lost its dates")
	}
}
