// Package calendar turns public calendars (iCalendar, RFC 5545) into listings: it
// reads what groups and venues publish, tells groups from single events, and
// keeps the listings true to their source without ever touching one that an
// organizer has claimed. Parse is pure; an Importer writes.
package calendar

import (
	"context"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

// Importer makes listings of calendars.
type Importer struct {
	db        postgres.Conn
	groups    *groups.Store
	meetings  *meetings.Store
	gazetteer *place.Gazetteer
	now       func() time.Time
}

// New makes an importer that tells the time by now.
func New(db postgres.Conn, groups *groups.Store, meetings *meetings.Store, gazetteer *place.Gazetteer, now func() time.Time) *Importer {
	return &Importer{db: db, groups: groups, meetings: meetings, gazetteer: gazetteer, now: now}
}

// Outcome is what one import did. The counts are of listings where nothing else
// is said.
type Outcome struct {
	Source    string `json:"source"` // as it was named
	Calendar  string `json:"calendar,omitempty"`
	Kind      Kind   `json:"kind,omitempty"`
	Listed    int    `json:"listed"`     // new, and offered
	Withheld  int    `json:"withheld"`   // new, and kept for a host to look at
	Changed   int    `json:"changed"`    // brought up to date
	Unchanged int    `json:"unchanged"`  // as it was
	Claimed   int    `json:"claimed"`    // left to their organizers
	TakenDown int    `json:"taken_down"` // deleted before, and not brought back
	Gone      int    `json:"gone"`       // vanished from the calendar; their dates were stopped
	Stale     int    `json:"stale"`      // of all those: without a date to come
	Ended     int    `json:"ended"`      // series that were over long before; no listings
	OneOffs   int    `json:"one_offs"`   // single events of a venue, and those of whole days; no listings
	Unread    int    `json:"unread"`     // events whose start or rule cannot be read; no listings
	Skipped   []Skip `json:"skipped"`    // all that is not held, by name
	Err       error  `json:"-"`          // one sentence; then nothing was changed
}

// Import reads a calendar of a place and makes or renews its listings, all or
// none. Of no place (zero), each listing is where its calendar says, and what does
// not say is skipped. What went wrong is in the outcome.
func (im *Importer) Import(ctx context.Context, src Source, near place.Place) (out Outcome) {
	out.Source = src.Name
	feed, err := im.read(ctx, src, near)
	if err != nil {
		out.Err = err
		return out
	}
	out.Calendar, out.Kind = feed.Name, feed.Kind
	source := identity(src.Name, feed.Source)
	start := out
	err = im.db.InTx(ctx, func(tx postgres.Conn) error {
		out = start
		im := &Importer{tx, im.groups.In(tx), im.meetings.In(tx), im.gazetteer, im.now}
		before, err := readKnown(ctx, tx, source)
		if err != nil {
			return err
		}
		r := run{im, feed, source, before, newLocator(im.gazetteer, near), &out}
		return r.all(ctx)
	})
	if err != nil {
		start.Err = err
		return start
	}
	return out
}

// read opens and parses.
func (im *Importer) read(ctx context.Context, src Source, near place.Place) (feed Feed, err error) {
	body, modified, err := src.Open(ctx)
	if err != nil {
		return Feed{}, err
	}
	defer body.Close()
	if now := im.now(); modified.IsZero() || modified.After(now) {
		modified = now
	}
	if near == (place.Place{}) {
		return im.readAnywhere(body, modified)
	}
	return parseIn(body, near, modified)
}

// identity is by what a calendar is known again: its own address, else the name of
// its file. An address that it was fetched from counts unless it names another of
// the same site; nobody may speak for a stranger's calendar.
func identity(name, published string) string {
	at, fetched := webAddress(name)
	own, says := webAddress(published)
	switch {
	case says && (!fetched || at.Host == own.Host):
		return published
	case fetched:
		return name
	}
	if u, err := url.Parse(name); err == nil && u.Scheme == "file" {
		name = u.Path
	}
	return path.Base(strings.ReplaceAll(name, `\`, "/"))
}

// run is one import.
type run struct {
	*Importer
	feed   Feed
	source string
	before map[string]known // by UID
	locator
	out *Outcome
}

func (r *run) all(ctx context.Context) error {
	if err := r.checkSame(); err != nil {
		return err
	}
	r.out.Skipped = r.feed.Skipped
	r.out.OneOffs, r.out.Unread, r.out.Ended = r.feed.Skips(OneOff, Days, Seldom), r.feed.Skips(NoRule, NoStart), r.feed.Skips(Over)
	for _, s := range r.feed.Series {
		k, before, err := r.recall(ctx, s)
		if err == nil {
			err = r.one(ctx, s, k, before)
		}
		if err != nil {
			return err
		}
	}
	for _, k := range r.before {
		if err := r.vanish(ctx, k); err != nil {
			return err
		}
	}
	return nil
}

// recall finds what a series was listed as before, also under the UID of a series
// that it follows; it is known by its own from then on.
func (r *run) recall(ctx context.Context, s Series) (k known, before bool, err error) {
	for _, uid := range append([]string{s.UID}, s.Earlier...) {
		if k, before = r.before[uid]; !before {
			continue
		}
		delete(r.before, uid)
		if uid != s.UID {
			err = renameOrigin(ctx, r.db, k, s.UID)
		}
		return k, true, err
	}
	return known{}, false, nil
}

// checkSame refuses another calendar under the name of a file that was imported
// before: programs like to call every calendar "basic.ics".
func (r *run) checkSame() error {
	if len(r.before) == 0 || len(r.feed.Series) == 0 {
		return nil
	}
	for _, s := range r.feed.Series {
		k, before := r.before[s.UID]
		switch {
		case before && s.UID != "", slices.ContainsFunc(s.Earlier, func(uid string) bool { return r.before[uid].ID != 0 }):
			return nil
		case before && (k.Page == s.URL || k.Page == "" || s.URL == "" || k.Name == s.Name || k.closed()):
			return nil
		}
	}
	return refuse("Another calendar was imported under the name %q before. Rename the file and import it again.", r.source)
}

// one lists a series, or brings its listing up to date.
func (r *run) one(ctx context.Context, s Series, k known, before bool) error {
	switch {
	case before && k.closed():
		r.out.TakenDown++
		return nil
	case before && k.Claimed:
		r.out.Claimed++
		return readAgain(ctx, r.db, k, r.feed.AsOf)
	case !before && s.Ended(r.feed.today):
		r.out.Ended++
		r.out.Skipped = append(r.out.Skipped, Skip{Name: s.Name, UID: s.UID, Starts: s.Last, Reason: Over})
		return nil
	case !r.turnTo(s, r.feed.House):
		r.out.Skipped = append(r.out.Skipped, Skip{Name: s.Name, UID: s.UID, Reason: NoPlace, Detail: "Name its place with --near."})
		return nil
	}
	l, err := r.listing(s)
	if err != nil {
		return err
	}
	if !s.Last.IsZero() && s.Last.Before(r.now()) {
		r.out.Stale++
	}
	if before && k.same(l) {
		r.out.Unchanged++
		return readAgain(ctx, r.db, k, r.feed.AsOf)
	}
	group := k.Group
	if before {
		r.out.Changed++
		if err := r.remember(ctx, group, &l); err != nil {
			return err
		}
		if err := r.groups.Reimport(ctx, group, l.Details); err != nil {
			return err
		}
	} else if err := r.list(ctx, l, &group); err != nil {
		return err
	}
	if _, err := r.meetings.SetTimetable(ctx, group, l.Timetable); err != nil {
		return err
	}
	if err := r.meetings.SetUIDs(ctx, group, l.UIDs); err != nil {
		return err
	}
	return saveOrigin(ctx, r.db, group, s.UID, l, r.originOf(s))
}

func (r *run) list(ctx context.Context, l listing, id *int64) error {
	group, err := r.groups.Import(ctx, l.Details, l.Withheld)
	if err != nil {
		return err
	}
	if *id = group.ID; l.Withheld {
		r.out.Withheld++
	} else {
		r.out.Listed++
	}
	return nil
}

// originOf tells where a series comes from. Its own page is the one that its events
// name, or that of a calendar which is all its own; else there may be a page of the
// calendar, or the calendar itself.
func (r *run) originOf(s Series) Origin {
	o := Origin{Source: r.source, Calendar: r.feed.Name, AsOf: r.feed.AsOf, LastListed: s.Last}
	for _, page := range []string{s.URL, r.feed.Page, r.source} {
		if _, ok := webAddress(page); ok {
			o.Page = page
			o.Own = page == s.URL || page == r.feed.Page && r.feed.Kind == GroupFeed
			break
		}
	}
	return o
}
