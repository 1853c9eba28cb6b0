package web

import (
	"context"

	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// tell writes to those who have a place at meetings that changed, in the
// transaction of the change. One who has a place at several of them gets one
// mail, about the first: nobody wants sixteen mails because a choir moved to
// Thursdays. Meetings that are over
// are nobody's news. It gives the number of mails.
func (s *Server) tell(ctx context.Context, tx postgres.Conn, changed ...meetings.Changed) (told int, err error) {
	first, more := map[int64]meetings.Changed{}, map[int64]int{}
	var inOrder []int64
	for _, change := range changed {
		if change.Meeting.Started(s.Now()) && !change.Was.After(s.Now()) {
			continue
		}
		people, err := s.Meetings.In(tx).Coming(ctx, change.Meeting.ID)
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
		err := reminders.PostChange(ctx, tx, s.Now(), member, about)
		if err != nil {
			return 0, err
		}
	}
	return len(inOrder), nil
}

// aboutChange is what the mail about one change says of itself.
func aboutChange(change meetings.Changed) reminders.About {
	about := reminders.About{Meeting: change.Meeting.ID}
	if !change.Was.Equal(change.Meeting.Starts) {
		about.Was = &change.Was
	}
	return about
}
