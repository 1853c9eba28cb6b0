package calendar

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// Follower keeps groups true to calendars that their organizers keep elsewhere:
// it reads them again and again, and what changes there changes here as if it
// were edited by hand.
type Follower struct {
	db       postgres.Conn
	groups   *groups.Store
	meetings *meetings.Store
	fetch    *Fetcher
	now      func() time.Time
	log      *slog.Logger
	reading  chan struct{} // held while a calendar is read for somebody who waits
	parsing  chan struct{} // held while any is parsed

	// Tell writes to those who have a place at meetings that changed, in the
	// transaction of the change; Warn to the organizers of a group whose calendar
	// cannot be read any more. Both are needed.
	Tell func(ctx context.Context, tx postgres.Conn, changed []meetings.Changed) error
	Warn func(ctx context.Context, tx postgres.Conn, group groups.Group, follow Follow) error
}

// NewFollower makes a follower that tells the time by now.
func NewFollower(db postgres.Conn, groups *groups.Store, meetings *meetings.Store, fetch *Fetcher, now func() time.Time, log *slog.Logger) *Follower {
	return &Follower{db: db, groups: groups, meetings: meetings, fetch: fetch, now: now, log: log,
		reading: make(chan struct{}, atOnce), parsing: make(chan struct{}, 1)}
}

// Follow is the calendar by which a group meets.
type Follow struct {
	GroupID  int64      `db:"group_id"`
	Address  string     `db:"address"`
	Series   string     `db:"series"`   // base UID of one series of it; empty: all its dates
	Calendar string     `db:"calendar"` // what it calls itself; may be empty
	ReadAt   *time.Time `db:"read_at"`  // when it last could be read
	NextAt   time.Time  `db:"next_at"`  // when it is read next
	Failures int        `db:"failures"` // in a row
	Problem  string     `db:"problem"`  // why it cannot be read, in one sentence

	ETag        string     `db:"etag"`
	Modified    string     `db:"modified"`
	Fingerprint []byte     `db:"fingerprint"`
	WarnedAt    *time.Time `db:"warned_at"`
	Unread      int        `db:"unread"` // of its events, when it was taken
	Zone        string     `db:"zone"`   // of the group, then
}

const followColumns = `group_id, address, series, calendar, etag, modified, fingerprint, read_at, next_at, failures, problem, warned_at, unread, zone`

// Of is the calendar that a group follows; false if it follows none.
func (f *Follower) Of(ctx context.Context, group int64) (follow Follow, ok bool, err error) {
	defer fault.Wrap(&err, "calendar that group %d follows", group)
	err = f.db.Get(ctx, &follow, `SELECT `+followColumns+` FROM follows WHERE group_id = $1`, group)
	if fault.KindOf(err) == fault.NotFound {
		return Follow{}, false, nil
	}
	return follow, err == nil, err
}

// Start lets a group follow a calendar, or one series of it, from now on: its
// dates take the place of what the group had, and those whom that concerns are
// told. Errors are those of Look.
func (f *Follower) Start(ctx context.Context, group groups.Group, address, series string) (err error) {
	defer fault.Wrap(&err, "let group %d follow a calendar", group.ID)
	leave, err := f.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	got, err := f.fetch.Fetch(ctx, address, "", "")
	if err != nil {
		return err
	}
	follow := Follow{GroupID: group.ID, Address: address, Series: series}
	news, err := f.take(ctx, group, follow, got)
	if err != nil {
		return err
	}
	return f.db.InTx(ctx, func(tx postgres.Conn) error {
		in := f.in(tx)
		_, err := tx.Exec(ctx, `
			INSERT INTO follows (group_id, address, series, next_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (group_id) DO UPDATE
			SET (address, series, etag, modified, fingerprint, failures, problem, warned_at)
			  = (excluded.address, excluded.series, '', '', '', 0, '', NULL)`,
			group.ID, address, series, f.now())
		if err != nil {
			return err
		}
		changed, err := in.apply(ctx, group, follow, news, got)
		if err != nil {
			return err
		}
		return f.Tell(ctx, tx, changed)
	})
}

// Stop ends it. The dates stay as they are, for the organizers to change.
func (f *Follower) Stop(ctx context.Context, group int64) (err error) {
	defer fault.Wrap(&err, "stop group %d following", group)
	_, err = f.db.Exec(ctx, `DELETE FROM follows WHERE group_id = $1`, group)
	return err
}

// Lost are calendars that have not been readable for long enough that their
// organizers were told; at most limit, by the group's name.
func (f *Follower) Lost(ctx context.Context, limit int) (lost []Lost, err error) {
	defer fault.Wrap(&err, "calendars that are lost")
	err = f.db.Select(ctx, &lost, `
		SELECT g.slug, g.name, w.problem, w.read_at
		FROM follows w JOIN groups g ON g.id = w.group_id AND g.state IN ('listed', 'paused')
		WHERE w.warned_at IS NOT NULL ORDER BY lower(g.name), g.id LIMIT $1`, limit)
	return lost, err
}

// Lost is a group whose calendar cannot be read any more.
type Lost struct {
	Slug    string     `db:"slug"`
	Name    string     `db:"name"`
	Problem string     `db:"problem"`
	ReadAt  *time.Time `db:"read_at"` // when it last could be; nil: never
}

// in is the follower inside a transaction.
func (f *Follower) in(tx postgres.Conn) *Follower {
	inside := *f
	inside.db, inside.groups, inside.meetings = tx, f.groups.In(tx), f.meetings.In(tx)
	return &inside
}

// parse reads what was fetched for a group: one of its series, or the whole. One at a
// time: a hostile calendar takes all the memory that there is to be.
func (f *Follower) parse(ctx context.Context, group groups.Group, got Fetched, whole bool) (Feed, error) {
	leave, err := queue(ctx, f.parsing)
	if err != nil {
		return Feed{}, err
	}
	defer leave()
	return parseFor(bytes.NewReader(got.Body), group.Location(), f.now(), whole)
}

// extract is what a group takes of a calendar.
type extract struct {
	listing
	series string // its base UID by now
	unread int    // events that cannot be read
}

// take finds in what was fetched the dates that a group follows. What can be read
// no more is not taken for called off.
func (f *Follower) take(ctx context.Context, group groups.Group, follow Follow, got Fetched) (t extract, err error) {
	feed, err := f.parse(ctx, group, got, follow.Series == "")
	if err != nil {
		return t, err
	}
	t.unread = feed.Skips(NoStart, NoRule, TooMany)
	i := slices.IndexFunc(feed.Series, func(s Series) bool {
		return s.UID == follow.Series || slices.Contains(s.Earlier, follow.Series)
	})
	switch {
	case i < 0 && follow.Series == "":
		return t, refuse("There are no dates left in the calendar.")
	case i < 0:
		return t, refuse("The calendar does not have these dates any more.")
	case follow.ReadAt != nil && t.unread > follow.Unread:
		return t, refuse("Something in the calendar cannot be read any more: %s.", feed.unread())
	}
	s := feed.Series[i]
	t.series, t.listing = s.UID, listing{Timetable: s.Timetable, UIDs: s.UIDs}
	t.Name = feed.Name
	t.Fingerprint, err = t.fingerprint(Origin{}, s.Last)
	return t, err
}

// apply gives a group the dates of its calendar, and notes how it was read. Its
// caller tells those whom that concerns.
func (f *Follower) apply(ctx context.Context, group groups.Group, follow Follow, news extract, got Fetched) (changed []meetings.Changed, err error) {
	if !bytes.Equal(news.Fingerprint, follow.Fingerprint) {
		before, err := f.meetings.UIDsOf(ctx, []int64{group.ID})
		if err != nil {
			return nil, err
		}
		if changed, err = f.meetings.MoveTimetable(ctx, group.ID, news.Timetable, movesOf(before[group.ID], news.UIDs)); err != nil {
			return nil, err
		}
		if err := f.meetings.SetUIDs(ctx, group.ID, news.UIDs); err != nil {
			return nil, err
		}
	}
	_, err = f.db.Exec(ctx, `
		UPDATE follows
		SET etag = $2, modified = $3, fingerprint = $4, calendar = $5, read_at = $6, next_at = $7, series = $8, unread = $9, zone = $10,
		    failures = 0, problem = '', warned_at = NULL
		WHERE group_id = $1`,
		group.ID, got.ETag, got.Modified, news.Fingerprint, news.Name, f.now(), f.now().Add(jitter(readEvery)), news.series, news.unread, group.Zone)
	return changed, err
}

// movesOf tells which single dates of a calendar became which, by their names.
func movesOf(before, now meetings.UIDs) meetings.Moves {
	was := map[string]schedule.Wall{}
	for wall, uid := range before.Dates {
		was[uid] = wall
	}
	moves := meetings.Moves{}
	for wall, uid := range now.Dates {
		if from, known := was[uid]; known && from != wall {
			moves[from] = wall
		}
	}
	return moves
}

// Shown is the address without what may be a secret in it: "calendar.google.com".
func (follow Follow) Shown() string {
	u, ok := webAddress(follow.Address)
	if !ok {
		return ""
	}
	return siteOf(u)
}
