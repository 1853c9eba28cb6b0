package wishes

import (
	"context"
	"time"

	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// Enough is how many have to wish for the same before they are invited to open a
// group.
const Enough = 5

// invitedEvery is after how long one is invited again.
const invitedEvery = 365 * 24 * time.Hour

// invite writes to those who wish for what enough others wish for too, and who were
// not invited within a year.
func (s *Service) invite(ctx context.Context, done *Report) error {
	var enough []Demand
	err := s.db.Select(ctx, &enough, `
		SELECT interest, area, count(*) AS count FROM wishes
		GROUP BY interest, area
		HAVING count(*) >= $1 AND bool_or(invited_at IS NULL OR invited_at <= $2)
		ORDER BY interest, area`, Enough, s.now().Add(-invitedEvery))
	if err != nil {
		return err
	}
	for _, one := range enough {
		_, there, err := s.thereIs(ctx, one.Interest(), one.Area)
		if err != nil || there { // there is one: the wishes end when they are looked at next
			if err := done.putOff(err); err != nil {
				return err
			}
			continue
		}
		if err := s.inviteAll(ctx, one, done); err != nil {
			return err
		}
	}
	return nil
}

// inviteAll invites those who wish for one thing. Rows that another process holds
// are being invited by it.
func (s *Service) inviteAll(ctx context.Context, one Demand, done *Report) error {
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		var invited []Wish
		err := tx.Select(ctx, &invited, `
			UPDATE wishes SET invited_at = $3
			WHERE id = ANY (ARRAY(
				SELECT id FROM wishes
				WHERE interest = $1 AND area = $2 AND (invited_at IS NULL OR invited_at <= $4)
				ORDER BY id FOR UPDATE SKIP LOCKED))
			RETURNING id, member_id, interest, area, zone`, one.Slug, one.Area, s.now(), s.now().Add(-invitedEvery))
		if err != nil {
			return err
		}
		for _, w := range invited {
			err := reminders.Post(ctx, tx, s.now(), reminders.Mail{
				Kind: "be-first", Member: w.Member, ByDay: w.Zone,
				About: reminders.About{Wish: w.ID, What: w.Interest().Name, Near: w.Area},
			})
			if err != nil {
				return err
			}
		}
		done.Invited += len(invited)
		return nil
	})
}
