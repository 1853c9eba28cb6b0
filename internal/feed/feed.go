// Package feed writes what leaves the house for other programs: calendars of a
// group, of one meeting, of a member and of a search (iCalendar, RFC 5545), and
// the news of a group and of a search (Atom, RFC 4287).
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
	"regulars/internal/place"
	"regulars/internal/words"
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
	table, err := f.meetings.Schedules(ctx, group)
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
	body, err = w.alone(record)
	return body, record.Meeting, err
}

// Meetings gives the calendars of single meetings, as Meeting does for one, by the
// meetings' ids, in the words of a language. Those that have gone are left out; those of groups that were taken
// down are not, since somebody may have to hear that they are called off.
func (f *Feeds) Meetings(ctx context.Context, l *words.Language, meetings []int64) (files map[int64][]byte, err error) {
	defer fault.Wrap(&err, "calendars of %d meetings", len(meetings))
	records, err := f.meetings.RecordsByID(ctx, meetings)
	if err != nil {
		return nil, err
	}
	writers, err := f.writersOf(ctx, records)
	if err != nil {
		return nil, err
	}
	files = map[int64][]byte{}
	for _, record := range records {
		w := writers[record.GroupID]
		w.words = l
		if files[record.ID], err = w.alone(record); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// Member gives a member's own calendar: meetings with a place kept, and what is
// expected of listings saved.
func (f *Feeds) Member(ctx context.Context, member members.Member) (body []byte, err error) {
	defer fault.Wrap(&err, "calendar of member %d", member.ID)
	agenda, err := f.meetings.Agenda(ctx, member.ID, f.now().Add(-memberReachesBack))
	if err != nil {
		return nil, err
	}
	writers, err := f.writersOf(ctx, agenda)
	if err != nil {
		return nil, err
	}
	own := calendar{name: "My meetings", page: f.base + "/mine", zone: time.UTC}
	if zone, err := place.Zone(member.Zone); err == nil {
		own.zone = zone
	}
	for _, record := range agenda {
		own.events = append(own.events, writers[record.GroupID].meeting(record))
	}
	return own.bytes(f.now())
}

func (f *Feeds) page(group groups.Group) string { return f.base + "/groups/" + group.Slug }
