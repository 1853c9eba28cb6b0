package web

import (
	"net/url"

	"regulars/internal/groups"
	"regulars/internal/interest"
)

// interestLinks lead to more groups of the kind, near this one.
func interestLinks(group groups.Group) []link {
	var links []link
	for _, slug := range group.Interests {
		if i, known := interest.BySlug(slug); known {
			query := url.Values{"q": {i.Name}, "near": {group.Town}}
			links = append(links, link{"/find?" + query.Encode(), i.Name})
		}
	}
	return links
}

// traitWords are what newcomers look for, in a few words each.
func traitWords(d groups.Details) []string {
	all := []struct {
		has   bool
		words string
	}{
		{d.Beginners, "beginners welcome"}, {d.Alone, "you can come alone"}, {d.Children, "children welcome"},
		{d.StepFree, "step-free"}, {d.HearingLoop, "hearing loop"}, {d.Quiet, "quiet"}, {d.Online, "online"},
		{d.Price != nil && *d.Price == 0 && d.Cost == "", "free"}, {d.Language != "", languageName(d.Language)},
	}
	var words []string
	for _, one := range all {
		if one.has {
			words = append(words, one.words)
		}
	}
	return words
}
