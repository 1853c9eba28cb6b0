package feed

import (
	"context"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/words"
)

// writer makes the events of one group.
type writer struct {
	group    groups.Group
	zone     *time.Location
	revision meetings.Revision // of the group with its timetable
	uids     meetings.UIDs     // as the calendar calls them that it was imported from
	page     string            // of the group
	host     string
	now      time.Time
	words    *words.Language
}

func (f *Feeds) writer(ctx context.Context, group groups.Group) (writer, error) {
	writers, err := f.writers(ctx, []groups.Group{group})
	return writers[group.ID], err
}

// writers make the events of several groups, by the groups' ids.
func (f *Feeds) writers(ctx context.Context, several []groups.Group) (map[int64]writer, error) {
	revisions, err := f.meetings.RevisionsOf(ctx, ids(several))
	if err != nil {
		return nil, err
	}
	uids, err := f.meetings.UIDsOf(ctx, ids(several))
	if err != nil {
		return nil, err
	}
	writers := map[int64]writer{}
	for _, group := range several {
		edited := meetings.Revision{Sequence: group.Version - 1, ChangedAt: group.UpdatedAt}
		writers[group.ID] = writer{
			group: group, zone: group.Location(), page: f.page(group), host: f.host, now: f.now(), words: words.English,
			revision: revisions[group.ID].Plus(edited), uids: uids[group.ID],
		}
	}
	return writers, nil
}

// writersOf make the events of the groups of some meetings.
func (f *Feeds) writersOf(ctx context.Context, records []meetings.Record) (map[int64]writer, error) {
	var ids []int64
	for _, record := range records {
		ids = append(ids, record.GroupID)
	}
	found, err := f.groups.Several(ctx, ids)
	if err != nil {
		return nil, err
	}
	return f.writers(ctx, found)
}
