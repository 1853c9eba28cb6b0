package calendar

// What tests outside the package may see.
var BaseUID = func(uid string) string { return event{uid: uid}.base() }

// HoldParsing lets nobody read what a calendar says until leave is called.
func (f *Follower) HoldParsing() (leave func()) {
	f.parsing <- struct{}{}
	return func() { <-f.parsing }
}
