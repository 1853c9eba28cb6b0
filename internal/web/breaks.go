package web

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
	"regulars/internal/words"
)

// rest is a break as pages say it.
type rest struct {
	ID    int64
	Words string // "22 Dec to 5 Jan: winter break"
}

// restWords says a break in a line of dates.
func restWords(b schedule.Break) string {
	l, why := words.English, b.Why
	if why == "" {
		why = l.Say("break.no-meetings")
	}
	from, through := l.ShortDayMonth(b.From), l.ShortDayMonth(b.Through)
	if !b.Through.After(b.From) {
		return l.Say("break.day", words.Data{"Day": from, "Why": why})
	}
	return l.Say("break", words.Data{"From": from, "Through": through, "Why": why})
}

// comingBreaks are a group's breaks that are not over.
func (s *Server) comingBreaks(ctx context.Context, group groups.Group) ([]meetings.Break, error) {
	today := schedule.WallOf(s.Now(), group.Location())
	breaks, err := s.Meetings.Breaks(ctx, group)
	return slices.DeleteFunc(breaks, func(b meetings.Break) bool { return b.Over(today) }), err
}

// addBreak keeps the group from meeting for some days.
func (s *Server) addBreak(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	pause := schedule.Break{
		From:    form.neededDay("first", "Please say on which day it begins, like 2027-12-20."),
		Through: form.neededDay("last", "Please say which is its last day, like 2028-01-05."),
		Why:     form.Line("why", 120),
	}
	told := 0
	if err = form.Err(); err == nil {
		told, err = s.changeDates(c, func(ctx context.Context, in *meetings.Store) ([]meetings.Changed, error) {
			return in.AddBreak(ctx, group.ID, pause)
		})
	}
	if kind := fault.KindOf(err); kind == fault.Invalid || kind == fault.Conflict {
		return s.refuseWhen(c, err, group, form, func(page *editWhenPage) { page.Break = form })
	}
	if err != nil {
		return err
	}
	return s.done(c, "/edit/"+group.Slug+"/when", "Noted: "+restWords(pause)+"."+toldWords(told))
}

// removeBreak takes one away.
func (s *Server) removeBreak(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Params("id"), 10, 64)
	if err != nil {
		return fault.Because(err, fault.NotFound, "There is no such break.")
	}
	told, err := s.changeDates(c, func(ctx context.Context, in *meetings.Store) ([]meetings.Changed, error) {
		return in.RemoveBreak(ctx, group.ID, id)
	})
	if err != nil {
		return err
	}
	return s.done(c, "/edit/"+group.Slug+"/when", "The break is gone; its dates are on."+toldWords(told))
}

// changeDates changes when a group meets, and those whose dates change hear of it.
func (s *Server) changeDates(c *fiber.Ctx, do func(context.Context, *meetings.Store) ([]meetings.Changed, error)) (told int, err error) {
	ctx := c.UserContext()
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		changed, err := do(ctx, s.Meetings.In(tx))
		if err != nil {
			return err
		}
		told, err = s.tell(ctx, tx, changed...)
		return err
	})
	return told, err
}

// neededDay reads a day; ask says what to type if there is none.
func (f *Form) neededDay(name, ask string) schedule.Wall {
	day, ok := f.Date(name)
	if !ok {
		f.Wrong(name, "%s", ask)
	}
	return schedule.WallOf(day, time.UTC)
}

// fillBreaks puts the breaks between the dates of a group's page.
func (s *Server) fillBreaks(ctx context.Context, p *groupPage, coming []meetings.Meeting) error {
	breaks, err := s.comingBreaks(ctx, p.Group)
	next := s.Now().Add(meetings.Horizon)
	if len(coming) > datesShown {
		next = coming[datesShown].Starts
	}
	p.Dates = withBreaks(p.Dates, breaks, p.Group.Location(), next)
	return err
}

// withBreaks puts the breaks between the dates of a list: those that begin
// before the first date that the list does not show.
func withBreaks(rows []dateRow, breaks []meetings.Break, zone *time.Location, next time.Time) []dateRow {
	var all []dateRow
	for _, b := range breaks {
		begins := b.From.Instant(zone)
		if !begins.Before(next) {
			break
		}
		before := slices.IndexFunc(rows, func(row dateRow) bool { return !row.Date.Before(begins) })
		if before < 0 {
			before = len(rows)
		}
		all = append(append(all, rows[:before]...), dateRow{Pause: restWords(b.Break)})
		rows = rows[before:]
	}
	return append(all, rows...)
}
