package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"runtime/debug"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/feed"
	"regulars/internal/groups"
	"regulars/internal/limits"
	"regulars/internal/mail"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
	"regulars/internal/search"
	"regulars/internal/token"
	"regulars/internal/web"
	"regulars/internal/wishes"
)

// site is the whole house, put together once.
type site struct {
	log       *slog.Logger
	now       func() time.Time
	db        *postgres.DB
	gazetteer *place.Gazetteer
	signer    token.Signer
	members   *members.Store
	groups    *groups.Store
	meetings  *meetings.Store
	calendar  *calendar.Importer
	calendars *calendar.Follower
	search    *search.Service
	reminders *reminders.Service
	wishes    *wishes.Service
	limits    *limits.Counter
}

// openSite opens the database, migrates it, loads the gazetteer beside that, and
// puts the house together. closeSite gives everything back.
func (p *program) openSite(ctx context.Context, now func() time.Time) (s *site, closeSite func(), err error) {
	secret, err := p.config.keepSecret()
	if err != nil {
		return nil, nil, err
	}
	gazetteer := make(chan loaded, 1)
	go func() {
		g, err := place.Load()
		gazetteer <- loaded{g, err}
	}()
	db, closeDatabase, err := p.openDatabase(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			closeDatabase()
		}
	}()
	if _, err := postgres.Migrate(ctx, db, schema); err != nil {
		return nil, nil, err
	}
	g := <-gazetteer
	if g.err != nil {
		return nil, nil, g.err
	}
	s, err = p.build(db, g.Gazetteer, token.NewSigner(secret), now)
	if err != nil {
		return nil, nil, err
	}
	closeReplica, err := p.readFromReplica(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	return s, func() { closeReplica(); closeDatabase() }, nil
}

// readFromReplica lets the search read from REPLICA_URL. A replica that is away
// does not stop the start: it is looked for again, and until it comes the database
// itself answers.
func (p *program) readFromReplica(ctx context.Context, s *site) (closeReplica func(), err error) {
	if p.config.ReplicaURL == "" {
		return func() {}, nil
	}
	replica, err := postgres.OpenLater(p.config.ReplicaURL)
	if err != nil {
		return nil, err
	}
	s.search.ReadFrom(replica)
	if state, _ := s.search.Replica(ctx); !state.Used {
		p.log.Warn("searches read from the database itself until the replica is there and keeps up",
			"answers", state.Answers, "behind", state.Lag)
	}
	return func() { replica.Close() }, nil
}

type loaded struct {
	*place.Gazetteer
	err error
}

// build puts the house together from the ground up.
func (p *program) build(db *postgres.DB, gazetteer *place.Gazetteer, signer token.Signer, now func() time.Time) (*site, error) {
	c := p.config
	post := c.mail()
	post.Now, post.Log = now, p.log
	sender, err := mail.NewSender(post)
	if err != nil {
		return nil, err
	}
	letters, err := mail.NewLetters(mail.Site{Name: c.SiteName, URL: c.BaseURL, Contact: c.SiteContact})
	if err != nil {
		return nil, fmt.Errorf("read the letters: %w", err)
	}
	s := &site{log: p.log, now: now, db: db, gazetteer: gazetteer, signer: signer}
	s.members = members.New(db, now)
	s.groups = groups.New(db, now)
	s.meetings = meetings.New(db, s.groups, now)
	s.meetings.Tell = s.tellChanges
	s.calendar = calendar.New(db, s.groups, s.meetings, gazetteer, now)
	s.calendars = calendar.NewFollower(db, s.groups, s.meetings, calendar.NewFetcher(calendar.Public), now, p.log)
	s.calendars.Tell = s.tellChanges
	s.calendars.Warn = s.warnOrganizers
	s.search = search.New(db, s.meetings, gazetteer, now)
	s.reminders = reminders.New(db, sender, letters, signer, c.BaseURL, now, p.log)
	s.wishes = wishes.New(db, s.groups, s.search, gazetteer, now)
	s.limits = limits.New(db, signer, now)
	base, err := url.Parse(c.BaseURL)
	if err != nil {
		return nil, err
	}
	s.reminders.Calendars = feed.New(s.groups, s.meetings, base, now).Meetings
	return s, nil
}

// deps is what the pages stand on.
func (s *site) deps(c config) web.Deps {
	base, err := url.Parse(c.BaseURL)
	if err != nil {
		panic(err) // readConfig has looked at it
	}
	return web.Deps{
		DB: s.db, Members: s.members, Groups: s.groups, Meetings: s.meetings, Calendars: s.calendars, Search: s.search,
		Reminders: s.reminders, Wishes: s.wishes, Places: s.gazetteer, Signer: s.signer,
		Limits: s.limits, Proxies: c.proxies,
		Site:    web.Site{Name: c.SiteName, Contact: c.SiteContact, Version: version()},
		BaseURL: base, Now: s.now, Log: s.log,
	}
}

// version is the commit that the program was built from, if it is known.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return setting.Value[:min(len(setting.Value), 12)]
		}
	}
	return ""
}
