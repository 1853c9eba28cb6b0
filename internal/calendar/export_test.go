package calendar

// What tests outside the package may see.
var BaseUID = func(uid string) string { return event{uid: uid}.base() }
