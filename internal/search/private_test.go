package search_test

import (
	"strings"
	"testing"

	"regulars/internal/search"
)

// Errors end in the log; what people look for does not.
func TestErrorsDoNotTellWhatPeopleLookFor(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	must(t, h.db.Close())
	_, err := h.Find(t.Context(), search.Query{Words: "anonymous gamblers", Near: "Asheville", KM: 25, Page: 1})
	if err == nil || strings.Contains(err.Error(), "gamblers") || strings.Contains(err.Error(), "Asheville") {
		t.Errorf("the error is %v", err)
	}
}
