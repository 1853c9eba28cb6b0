package place

import (
	"fmt"
	"sync"
	"time"
)

// zones are those that were asked for before: reading one means reading a file,
// and a page of results asks for twenty.
var zones sync.Map // name → *time.Location

// Zone gives the time zone of an IANA name, "Europe/Berlin". The error is for
// names that nobody knows, and for "" and "Local", which mean another zone on
// every machine.
func Zone(name string) (*time.Location, error) {
	if known, ok := zones.Load(name); ok {
		return known.(*time.Location), nil
	}
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is no place's time zone", name)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	zones.Store(name, zone)
	return zone, nil
}
