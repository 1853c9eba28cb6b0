package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
)

// Tell writes to those who have a place at meetings that changed, in the
// transaction of the change. One who has a place at several of them gets one
// mail, about the first: nobody wants sixteen mails because a choir moved to
// Thursdays. Meetings that are over are nobody's news. It gives the number of
// mails.
func Tell(ctx context.Context, tx postgres.Conn, store *meetings.Store, now time.Time, changed ...meetings.Changed) (told int, err error) {
	defer fault.Wrap(&err, "tell of %d changed meetings", len(changed))
	first, more := map[int64]meetings.Changed{}, map[int64]int{}
	var inOrder []int64
	for _, change := range changed {
		if change.Meeting.Started(now) && !change.Was.After(now) {
			continue
		}
		people, err := store.In(tx).Coming(ctx, change.Meeting.ID)
		if err != nil {
			return 0, err
		}
		for _, person := range people {
			if _, told := first[person.MemberID]; told {
				more[person.MemberID]++
				continue
			}
			first[person.MemberID] = change
			inOrder = append(inOrder, person.MemberID)
		}
	}
	for _, member := range inOrder {
		about := aboutChange(first[member])
		about.More = more[member]
		if err := PostChange(ctx, tx, now, member, about); err != nil {
			return 0, err
		}
	}
	return len(inOrder), nil
}

// aboutChange is what the mail about one change says of itself.
func aboutChange(change meetings.Changed) About {
	about := About{Meeting: change.Meeting.ID}
	if !change.Was.Equal(change.Meeting.Starts) {
		about.Was = &change.Was
	}
	return about
}
