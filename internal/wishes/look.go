package wishes

import (
	"context"
	"errors"
	"slices"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// How often it is looked whether there is something new. A search that told of
// something rests for a week; until then it is made daily, so that what starts is
// not told a week late.
const (
	looksEvery = 24 * time.Hour
	restsFor   = 7 * 24 * time.Hour
	wishEvery  = time.Hour
)

// Report counts what a run did.
type Report struct {
	Searches int // made again
	News     int // mails about new groups
	Wishes   int // looked at
	Ended    int // because there is a group now
	Invited  int // members

	failed error // of what was put off
}

// putOff notes what cannot be looked for, so that it keeps no other from its turn. It
// gives back what no other could be looked for either.
func (r *Report) putOff(err error) error {
	if err == nil || fault.KindOf(err) == fault.Unavailable || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	r.failed = errors.Join(r.failed, err)
	return nil
}

// Job makes the searches that are due, looks whether wishes have come true, and
// invites those who wish for the same to open a group. What fails for one search or
// wish is tried again at its next time and keeps no other; the errors come back
// together.
func (s *Service) Job(ctx context.Context) (done Report, err error) {
	defer fault.Wrap(&err, "look for what people wait for")
	err = errors.Join(
		s.each(ctx, func(tx postgres.Conn) (bool, error) { return s.In(tx).lookOne(ctx, &done) }),
		s.each(ctx, func(tx postgres.Conn) (bool, error) { return s.In(tx).wishOne(ctx, &done) }),
		s.invite(ctx, &done))
	return done, errors.Join(err, done.failed)
}

// each runs what does the next thing due, in a transaction of its own, until nothing
// is due.
func (s *Service) each(ctx context.Context, next func(tx postgres.Conn) (more bool, err error)) error {
	for more := true; more; {
		err := s.db.InTx(ctx, func(tx postgres.Conn) (err error) {
			more, err = next(tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// lookOne makes one search that is due. The row is held meanwhile, and others take
// others.
func (s *Service) lookOne(ctx context.Context, done *Report) (more bool, err error) {
	var due []Search
	err = s.db.Select(ctx, &due, `
		UPDATE saved_searches SET look_at = $2
		WHERE id = ANY (ARRAY(
			SELECT id FROM saved_searches WHERE look_at <= $1 ORDER BY look_at LIMIT 1 FOR UPDATE SKIP LOCKED))
		RETURNING id, member_id, query, area, zone`, s.now(), s.now().Add(looksEvery))
	if err != nil || len(due) == 0 {
		return false, err
	}
	one := due[0]
	done.Searches++
	found, err := s.find(ctx, one)
	if err != nil {
		return true, done.putOff(err)
	}
	news, err := s.news(ctx, one.Member, found)
	if err != nil || len(news) == 0 {
		return true, err
	}
	done.News++
	_, err = s.db.Exec(ctx, `UPDATE saved_searches SET look_at = $2 WHERE id = $1`, one.ID, s.now().Add(restsFor))
	if err != nil {
		return false, err
	}
	return true, reminders.Post(ctx, s.db, s.now(), reminders.Mail{
		Kind: "search-news", Member: one.Member, ByDay: one.Zone,
		About: reminders.About{Search: one.ID, What: one.Query().Words, Near: one.Near, Groups: news},
	})
}

// find gives the groups that a search finds, the best first.
func (s *Service) find(ctx context.Context, one Search) (ids []int64, err error) {
	q := one.Query()
	q.Limit = mostFound
	r, err := s.search.Find(ctx, q)
	if fault.KindOf(err) == fault.Invalid { // a town that the gazetteer has no more
		return nil, nil
	}
	for _, hit := range r.Hits {
		ids = append(ids, hit.ID)
	}
	return ids, err
}

// news notes groups as known to a member and gives those that are news: that they
// did not know, and to which they do not belong.
func (s *Service) news(ctx context.Context, member int64, found []int64) ([]int64, error) {
	unseen, err := s.notice(ctx, member, found)
	if err != nil || len(unseen) == 0 {
		return nil, err
	}
	joined, err := s.groups.In(s.db).Of(ctx, member)
	return slices.DeleteFunc(unseen, func(id int64) bool {
		return slices.ContainsFunc(joined, func(j groups.Joined) bool { return j.ID == id })
	}), err
}

// wishOne looks whether one wish that is due has come true; then it ends, and whoever
// wished is told, unless they know the group already.
func (s *Service) wishOne(ctx context.Context, done *Report) (more bool, err error) {
	var due []Wish
	err = s.db.Select(ctx, &due, `
		UPDATE wishes SET look_at = $2
		WHERE id = ANY (ARRAY(
			SELECT id FROM wishes WHERE look_at <= $1 ORDER BY look_at LIMIT 1 FOR UPDATE SKIP LOCKED))
		RETURNING id, member_id, interest, area, zone`, s.now(), s.now().Add(wishEvery))
	if err != nil || len(due) == 0 {
		return false, err
	}
	one := due[0]
	done.Wishes++
	group, there, err := s.thereIs(ctx, one.Interest(), one.Area)
	if err != nil || !there {
		return true, done.putOff(err)
	}
	done.Ended++
	return true, s.fulfil(ctx, one, group)
}

func (s *Service) fulfil(ctx context.Context, one Wish, group int64) error {
	news, err := s.news(ctx, one.Member, []int64{group})
	if err != nil {
		return err
	}
	if err := s.Withdraw(ctx, one.Member, one.ID); err != nil || len(news) == 0 {
		return err
	}
	return reminders.Post(ctx, s.db, s.now(), reminders.Mail{
		Kind: "there-is-one", Member: one.Member, ByDay: one.Zone,
		About: reminders.About{Group: group, What: one.Interest().Name, Near: one.Area},
	})
}
