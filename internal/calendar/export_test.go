package calendar

import "net/url"

// What tests outside the package may see.
var BaseUID = func(uid string) string { return event{uid: uid}.base() }

// HoldParsing lets nobody read what a calendar says until leave is called.
func (f *Follower) HoldParsing() (leave func()) {
	f.parsing <- struct{}{}
	return func() { <-f.parsing }
}

// CommonFolder is commonFolder of addresses as they are written.
func CommonFolder(addresses ...string) (string, bool) {
	var pages []*url.URL
	for _, address := range addresses {
		page, _ := webAddress(address)
		pages = append(pages, page)
	}
	return commonFolder(pages)
}
