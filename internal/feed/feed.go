// Package feed writes what leaves the house for other programs: calendars of a
// group, of one meeting and of a member (iCalendar, RFC 5545), and a group's news
// (Atom, RFC 4287).
//
// A calendar promises no more than the pages do: what nobody has confirmed is
// TENTATIVE and says "expected", and what was called off stays and says so. The
// same rows give the same bytes, so that readers can ask whether there is
// anything new.
package feed

import (
	"context"
	"net/url"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/members"
)

// How far back calendars tell single meetings. What repeats by a rule is told
// from its start.
const (
	groupReachesBack  = 365 * 24 * time.Hour
	memberReachesBack = 90 * 24 * time.Hour
)

// Feeds makes calendars and news.
type Feeds struct {
	groups   *groups.Store
	meetings *meetings.Store
	base     string // address of the site, without a slash at its end
	host     string // of the site, for UIDs
	now      func() time.Time
}

// New makes feeds of a site at an address; now is the clock.
func New(groups *groups.Store, meetings *meetings.Store, base *url.URL, now func() time.Time) *Feeds {
	return &Feeds{groups, meetings, strings.TrimSuffix(base.String(), "/"), base.Hostname(), now}
}

// Group gives the calendar of a group: one event for each schedule, with the
// dates that differ, and single events where nothing repeats.
func (f *Feeds) Group(ctx context.Context, group groups.Group) (body []byte, err error) {
	defer fault.Wrap(&err, "calendar of group %d", group.ID)
	w, err := f.writer(ctx, group)
	if err != nil {
		return nil, err
	}
	table, err := f.meetings.Timetable(ctx, group)
	if err != nil {
		return nil, err
	}
	records, err := f.meetings.Records(ctx, group.ID, f.now().Add(-groupReachesBack))
	if err != nil {
		return nil, err
	}
	return calendar{
		name: group.Name, about: plain(group.About), page: f.page(group), source: f.page(group) + ".ics",
		zone: group.Location(), events: w.timetable(table, records),
	}.bytes(f.now())
}

// Meeting gives the calendar of one meeting alone, found by its key as
// meetings.Store.ByKey does; also the meeting, whose Key differs if it was found
// by the date it was moved to. fault.NotFound if there is none.
func (f *Feeds) Meeting(ctx context.Context, group groups.Group, key string) (body []byte, m meetings.Meeting, err error) {
	defer fault.Wrap(&err, "calendar of a meeting of group %d", group.ID)
	record, err := f.meetings.Record(ctx, group, key)
	if err != nil {
		return nil, m, err
	}
	w, err := f.writer(ctx, group)
	if err != nil {
		return nil, m, err
	}
	body, err = calendar{
		name: group.Name, page: w.pageOf(record.Meeting), source: w.pageOf(record.Meeting) + ".ics",
		zone: group.Location(), events: []event{w.meeting(record)},
	}.bytes(f.now())
	return body, record.Meeting, err
}

// Member gives a member's own calendar: meetings with a place kept, and what is
// expected of listings saved.
func (f *Feeds) Member(ctx context.Context, member members.Member) (body []byte, err error) {
	defer fault.Wrap(&err, "calendar of member %d", member.ID)
	agenda, err := f.meetings.Agenda(ctx, member.ID, f.now().Add(-memberReachesBack))
	if err != nil {
		return nil, err
	}
	writers, err := f.writers(ctx, agenda)
	if err != nil {
		return nil, err
	}
	own := calendar{name: "My meetings", page: f.base + "/mine", zone: time.UTC}
	if zone, err := time.LoadLocation(member.Zone); err == nil {
		own.zone = zone
	}
	for _, record := range agenda {
		own.events = append(own.events, writers[record.GroupID].meeting(record))
	}
	return own.bytes(f.now())
}

// writers are those of all groups in an agenda, by the groups' ids.
func (f *Feeds) writers(ctx context.Context, agenda []meetings.Record) (map[int64]writer, error) {
	writers := map[int64]writer{}
	var ids []int64
	for _, record := range agenda {
		if _, listed := writers[record.GroupID]; !listed {
			writers[record.GroupID] = writer{}
			ids = append(ids, record.GroupID)
		}
	}
	found, err := f.groups.Several(ctx, ids)
	for _, group := range found {
		if writers[group.ID], err = f.writer(ctx, group); err != nil {
			return nil, err
		}
	}
	return writers, err
}

func (f *Feeds) page(group groups.Group) string { return f.base + "/groups/" + group.Slug }
