package groups_test

import (
	"context"
	"sync"
	"testing"

	"regulars/internal/fault"
)

// A zone that the database does not know would fail the reminders of all groups.
func TestZoneUnknownToTheDatabase(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx, ann := context.Background(), h.member(t, "ann")
	odd := singing()
	odd.Zone = "America/./New_York" // a file that we find, and no name of a zone
	_, err := h.Create(ctx, ann, odd)
	wantField(t, err, "near")
	group := h.group(t, ann)
	_, err = h.Update(ctx, ann, group.ID, group.Version, odd)
	wantField(t, err, "near")
}

func wantField(t *testing.T, err error, field string) {
	t.Helper()
	if e, ok := fault.As(err); !ok || e.Kind != fault.Invalid || e.Fields[field] == "" {
		t.Errorf("got %v, want a sentence for the field %q", err, field)
	}
}

// Many who list a group of one name in the same moment all get an address.
func TestOneNameInACrowd(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.member(t, "ann")
	slugs := make(chan string, 16)
	var all sync.WaitGroup
	for range cap(slugs) {
		all.Go(func() {
			group, err := h.Create(context.Background(), ann, singing())
			if err != nil {
				t.Error(err)
			}
			slugs <- group.Slug
		})
	}
	all.Wait()
	close(slugs)
	taken := map[string]bool{}
	for slug := range slugs {
		taken[slug] = true
	}
	if len(taken) != cap(slugs) {
		t.Errorf("%d groups have %d addresses", cap(slugs), len(taken))
	}
}
