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
// people who get a mail.
func Tell(ctx context.Context, tx postgres.Conn, store *meetings.Store, now time.Time, changed ...meetings.Changed) (told int, err error) {
	defer fault.Wrap(&err, "tell of %d changed meetings", len(changed))
	theirs := map[int64][]meetings.Changed{}
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
			if _, known := theirs[person.MemberID]; !known {
				inOrder = append(inOrder, person.MemberID)
			}
			theirs[person.MemberID] = append(theirs[person.MemberID], change)
		}
	}
	for _, member := range inOrder {
		news, err := PostChange(ctx, tx, now, member, theirs[member]...)
		if err != nil {
			return 0, err
		}
		if news {
			told++
		}
	}
	return told, nil
}
