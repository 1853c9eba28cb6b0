package groups

import (
	"context"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// Report says that a listing is wrong.
type Report struct {
	ID        int64     `db:"id"`
	GroupID   int64     `db:"group_id"`
	Slug      string    `db:"slug"`
	Group     string    `db:"group_name"`
	Claimed   bool      `db:"claimed"`
	Words     string    `db:"words"`
	Contact   string    `db:"contact"` // empty: none given
	CreatedAt time.Time `db:"created_at"`
}

// Reporter is who made a report that a host has answered.
type Reporter struct {
	Report   int64  `db:"id"`
	Contact  string `db:"contact"`  // as typed; empty: none given
	Language string `db:"language"` // tag of package words, in which they read our pages
}

// mostReports is how many reports about one group can wait: enough to be heard,
// too few to flood the host.
const mostReports = 20

// Report notes for the host what is wrong with a listing, in 1 to 1,000
// characters; contact is optional, and language that of whoever reports. No account
// is needed. fault.TooOften if many reports about the group wait already.
func (s *Store) Report(ctx context.Context, group int64, words, contact, language string) (id int64, err error) {
	defer fault.Wrap(&err, "report group %d", group)
	if err := checkWords("words", &words, "Please say in a sentence what is wrong."); err != nil {
		return 0, err
	}
	var wrong fault.Fields
	contact = strings.TrimSpace(contact)
	checkText(&wrong, "contact", contact, 200)
	if err := wrong.Err(); err != nil {
		return 0, err
	}
	err = s.db.Get(ctx, &id, `
		INSERT INTO reports (group_id, words, contact, created_at, language)
		SELECT $1, $2, $3, $4, $6
		WHERE (SELECT count(*) FROM reports WHERE group_id = $1 AND resolved_at IS NULL) < $5
		RETURNING id`, group, words, contact, s.now(), mostReports, language)
	if fault.KindOf(err) == fault.NotFound {
		return 0, fault.Later(hostsAnswer, "Several people have reported this already. A host will look at it.")
	}
	return id, err
}

// Reports are those that wait, oldest first.
func (s *Store) Reports(ctx context.Context) (reports []Report, err error) {
	defer fault.Wrap(&err, "list reports")
	err = s.db.Select(ctx, &reports, `
		SELECT r.id, r.group_id, g.slug, g.name AS group_name, g.claimed, r.words, r.contact, r.created_at
		FROM reports r JOIN groups g ON g.id = r.group_id
		WHERE r.resolved_at IS NULL AND g.state <> 'removed' ORDER BY r.id LIMIT 200`)
	return reports, err
}

// Resolve answers a report for a host. With takeDown the group is removed and
// every other report about it is answered too. answered are those who made them, who
// may hear what became of it.
func (s *Store) Resolve(ctx context.Context, report int64, takeDown bool) (group Group, answered []Reporter, err error) {
	defer fault.Wrap(&err, "resolve report %d", report)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		id, first, err := in.resolve(ctx, report, takeDown)
		if err != nil {
			return err
		}
		answered = []Reporter{first}
		if group, err = in.Lock(ctx, id); err != nil || !takeDown {
			return err
		}
		if group.State == Removed {
			return fault.New(fault.Conflict, "This group was deleted meanwhile.")
		}
		var others []Reporter
		err = tx.Select(ctx, &others, `
			UPDATE reports SET resolved_at = $2, outcome = 'taken_down' WHERE group_id = $1 AND resolved_at IS NULL
			RETURNING id, contact, language`, id, s.now())
		if err != nil {
			return err
		}
		answered = append(answered, others...)
		return in.setState(ctx, id, group.State, Removed)
	})
	return group, answered, err
}

// resolve answers one report, and gives the group that it is about.
func (s *Store) resolve(ctx context.Context, report int64, takeDown bool) (group int64, by Reporter, err error) {
	outcome := "kept"
	if takeDown {
		outcome = "taken_down"
	}
	var row struct {
		Reporter
		Group int64 `db:"group_id"`
	}
	err = s.db.Get(ctx, &row, `
		UPDATE reports SET resolved_at = $2, outcome = $3 WHERE id = $1 AND resolved_at IS NULL
		RETURNING id, contact, language, group_id`, report, s.now(), outcome)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.Because(err, fault.Conflict, "This was decided already.")
	}
	return row.Group, row.Reporter, err
}

// checkWords asks for 1 to 1,000 characters that can be stored.
func checkWords(field string, words *string, ask string) error {
	var wrong fault.Fields
	*words = strings.TrimSpace(strings.ReplaceAll(*words, "\r\n", "\n"))
	if *words == "" {
		wrong.Add(field, "%s", ask)
	}
	checkText(&wrong, field, *words, 1000)
	return wrong.Err()
}
