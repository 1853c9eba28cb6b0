package search_test

import (
	"slices"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/schedule"
)

// Who has a room is found also where one can come online; who has none, by those who
// ask for that.
func TestOnlineAloneIsLeftOut(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for name, at := range map[string][2]string{
		"Choir on a screen": {}, "Choir online": {groups.OnScreen}, "Choir with both": {"Town Hall"}, "Choir at Hill St": {groups.OnScreen, "5 Hill St"},
	} {
		d := details(name, "singing", offset(1, 0))
		d.Online, d.Venue, d.Address = true, at[0], at[1]
		group, err := h.groups.Create(t.Context(), h.organizer, d)
		must(t, err)
		h.meets(t, group, schedule.Weekly(1, time.Tuesday), 19)
	}
	h.listed(t, "Choir", "singing", offset(2, 0), time.Tuesday, 19)
	h.refresh(t)
	for address, want := range map[string][]string{
		"q=singing&near=Asheville":          {"Choir with both", "Choir at Hill St", "Choir"},
		"near=Asheville":                    {"Choir with both", "Choir at Hill St", "Choir"},
		"q=screen&near=Asheville":           nil,
		"q=singing&near=Asheville&online=1": {"Choir on a screen", "Choir online", "Choir with both", "Choir at Hill St"},
		"q=screen&near=Asheville&online=1":  {"Choir on a screen"},
	} {
		found := names(h.find(t, address))
		slices.Sort(found)
		slices.Sort(want)
		if !slices.Equal(found, want) {
			t.Errorf("%s: %q, want %q", address, found, want)
		}
	}
}
