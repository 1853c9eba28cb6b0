package reminders

import (
	"context"
	"net/url"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

// mostTold is how many groups one mail tells of; the rest stand behind its link.
const mostTold = 8

// confirmSearch asks somebody who did not sign in whether they asked for this. What
// it was, only the link's row says, which is gone soon after the link.
func (s *Service) confirmSearch(ctx context.Context, on subject) (mail.Letter, error) {
	if _, err := s.mailedLink(ctx, on.Link); err != nil {
		return nil, err
	}
	var search string
	if err := s.db.Get(ctx, &search, `SELECT onward FROM mailed_links WHERE id = $1`, on.Link); err != nil {
		return nil, err
	}
	asked, err := url.ParseQuery(search)
	return mail.ConfirmSearch{
		What: asked.Get("q"), Near: asked.Get("near"), Wish: on.Kind == "confirm-wish", Link: s.link("confirm", "confirm", on.Link),
	}, err
}

// searchNews tells of new groups that a saved search finds, unless it was stopped
// meanwhile.
func (s *Service) searchNews(ctx context.Context, on subject) (mail.Letter, error) {
	var query string
	err := s.db.Get(ctx, &query, `SELECT query FROM saved_searches WHERE id = $1 AND member_id = $2`, on.Search, on.MemberID)
	if err != nil {
		return nil, err
	}
	started, err := s.started(ctx, on.Groups)
	return mail.SearchNews{
		What: on.What, Near: on.Near, Groups: started[:min(len(started), mostTold)], Count: len(started),
		Link: s.base + "/find?" + query,
		Mails: mail.Mails{
			SettingsURL:    s.link("settings", "settings", on.MemberID),
			UnsubscribeURL: s.link("unsubscribe/search", "stop search", on.Search),
		},
	}, err
}

// fewest is how many have to wish for a group if the others are spoken of, so that
// nobody is shown alone.
const fewest = 2

// beFirst asks one of those who wish for a group to open it.
func (s *Service) beFirst(ctx context.Context, on subject) (mail.Letter, error) {
	var count int
	err := s.db.Get(ctx, &count, `
		SELECT (SELECT count(*) FROM wishes o WHERE o.interest = w.interest AND o.area = w.area)
		FROM wishes w WHERE w.id = $1 AND w.member_id = $2`, on.Wish, on.MemberID)
	if err == nil && count < fewest {
		err = unneeded("nobody else wishes for it any more")
	}
	form := url.Values{"interest": {on.What}, "near": {on.Near}}
	return mail.BeFirst{
		What: on.What, Near: on.Near, Count: count, Link: s.base + "/list?" + form.Encode(),
		Mails: mail.Mails{
			SettingsURL:    s.link("settings", "settings", on.MemberID),
			UnsubscribeURL: s.link("unsubscribe/wish", "withdraw wish", on.Wish),
		},
	}, err
}

// thereIsOne tells somebody that the group they wished for has begun.
func (s *Service) thereIsOne(ctx context.Context, on subject) (mail.Letter, error) {
	started, err := s.started(ctx, []int64{on.Group})
	if err != nil {
		return nil, err
	}
	return mail.ThereIsOne{What: on.What, Near: on.Near, Group: started[0]}, nil
}

// started reads what there is to say of new groups, in their order. Those that have
// gone are left out; unneeded if all have.
func (s *Service) started(ctx context.Context, ids []int64) (all []mail.Started, err error) {
	defer fault.Wrap(&err, "read new groups")
	var rows []struct {
		Name    string     `db:"name"`
		Slug    string     `db:"slug"`
		Where   string     `db:"venue"`
		Zone    string     `db:"zone"`
		Claimed bool       `db:"claimed"`
		Starts  *time.Time `db:"starts_at"`
		Ends    *time.Time `db:"ends_at"`
	}
	err = s.db.Select(ctx, &rows, `
		SELECT g.name, g.slug, concat_ws(', ', nullif(g.venue, ''), nullif(g.town, '')) AS venue, g.zone, g.claimed,
			n.starts_at, n.ends_at
		FROM unnest($1::bigint[]) WITH ORDINALITY asked (id, place)
		JOIN groups g ON g.id = asked.id AND g.state = 'listed'
		LEFT JOIN LATERAL (
			SELECT m.starts_at, m.ends_at FROM meetings m
			WHERE m.group_id = g.id AND m.starts_at > $2 AND m.status IN ('expected', 'on', 'moved')
			ORDER BY m.starts_at LIMIT 1) n ON true
		ORDER BY asked.place`, postgres.Array(ids), s.now())
	if err == nil && len(rows) == 0 {
		err = unneeded("the groups it tells of have gone")
	}
	for _, r := range rows {
		zone, err := place.Zone(r.Zone)
		if err != nil {
			return nil, err
		}
		one := mail.Started{Name: r.Name, Where: r.Where, Expected: !r.Claimed, Link: s.base + "/groups/" + r.Slug}
		if r.Starts != nil {
			one.Next = mail.Span{From: r.Starts.In(zone), To: r.Ends.In(zone)}
		}
		all = append(all, one)
	}
	return all, err
}
