package feed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/schedule"
)

const (
	foundReachesAhead = 16 * 7 * 24 * time.Hour
	mostEvents        = 1000 // in the calendar of a search
)

// Search is a search that programs follow, to hear of what it finds by then.
type Search struct {
	Title string // "Singing near Bath, England"
	Page  string // path of the page that shows the same
	File  string // path of the feed itself
}

// Found is a group that a search found.
type Found struct {
	ID      int64
	Summary string // when and where it meets
}

// FoundCalendar gives the calendar of a search: what meets within the next
// sixteen weeks, of groups in order of their rank, as far as they fit as a whole.
// Each group's events are those of its own calendar, so that whoever takes both
// into one calendar sees nothing twice.
func (f *Feeds) FoundCalendar(ctx context.Context, s Search, ranked []Found) (body []byte, err error) {
	defer fault.Wrap(&err, "calendar of %d groups found", len(ranked))
	found, writers, err := f.found(ctx, ranked)
	if err != nil {
		return nil, err
	}
	now := f.now()
	records, err := f.meetings.RecordsOf(ctx, ids(found), now.Add(-groupReachesBack))
	if err != nil {
		return nil, err
	}
	tables, err := f.meetings.SchedulesOf(ctx, found)
	if err != nil {
		return nil, err
	}
	all := calendar{name: s.Title, page: f.base + s.Page, source: f.base + s.File, zone: time.UTC}
	for _, group := range found {
		own := comingOnly(writers[group.ID].timetable(tables[group.ID], records[group.ID]), now)
		if len(all.events)+len(own) > mostEvents {
			break
		}
		all.events = append(all.events, own...)
	}
	if len(found) > 0 {
		all.zone = found[0].Location()
	}
	return all.bytes(now)
}

// comingOnly leaves out what is over and what lies too far ahead. A series that
// goes on is kept whole: programs would else show dates that were called off.
func comingOnly(events []event, now time.Time) []event {
	until := now.Add(foundReachesAhead)
	over := map[string]bool{}
	return slices.DeleteFunc(events, func(e event) bool {
		switch {
		case !e.instead.wall.IsZero(): // comes after its series
			return over[e.uid]
		case e.rule.IsZero():
			start := e.start.instant()
			return !start.Before(until) || !start.Add(e.length).After(now)
		}
		series := schedule.Schedule{Start: e.start.wall, Zone: e.start.zone, Rule: e.rule, Except: e.except, Extra: e.extra}
		over[e.uid] = len(series.Between(now.Add(-e.length), until)) == 0
		return over[e.uid]
	})
}

// FoundNews gives the groups that a search finds as an Atom feed: one that is new
// or says something new of itself stands first.
func (f *Feeds) FoundNews(ctx context.Context, s Search, ranked []Found) (body []byte, err error) {
	defer fault.Wrap(&err, "news of %d groups found", len(ranked))
	found, writers, err := f.found(ctx, ranked)
	if err != nil {
		return nil, err
	}
	file := atomFeed{
		ID: f.base + s.Page, Title: clean(s.Title), Author: f.host, Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
		Links: []atomLink{{"alternate", "text/html", f.base + s.Page}, {"self", "application/atom+xml", f.base + s.File}},
	}
	summaries := map[int64]string{}
	for _, one := range ranked {
		summaries[one.ID] = one.Summary
	}
	for _, group := range found {
		file.Entries = append(file.Entries, atomEntry{
			ID:      fmt.Sprintf("tag:%s,2026:group-%d", f.host, group.ID), // its address changes with its name
			Title:   clean(group.Name),
			Updated: writers[group.ID].revision.ChangedAt.UTC().Format(time.RFC3339),
			Link:    atomLink{"alternate", "text/html", f.page(group)},
			Summary: clean(summaries[group.ID]),
		})
	}
	return file.bytes()
}

// found reads the groups of a search in its order, with what writes their events.
// What was taken down since the search looked is left out.
func (f *Feeds) found(ctx context.Context, ranked []Found) (found []groups.Group, writers map[int64]writer, err error) {
	rank := map[int64]int{}
	var wanted []int64
	for i, one := range ranked {
		rank[one.ID] = i
		wanted = append(wanted, one.ID)
	}
	if found, err = f.groups.Several(ctx, wanted); err != nil {
		return nil, nil, err
	}
	found = slices.DeleteFunc(found, func(g groups.Group) bool { return !g.Offered() })
	slices.SortFunc(found, func(a, b groups.Group) int { return rank[a.ID] - rank[b.ID] })
	writers, err = f.writers(ctx, found)
	return found, writers, err
}

func ids(several []groups.Group) (ids []int64) {
	for _, group := range several {
		ids = append(ids, group.ID)
	}
	return ids
}
