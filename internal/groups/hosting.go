package groups

import (
	"context"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// What waits for a host: claims of imported listings, reports about listings,
// and listings withheld because they look internal.

// Claim is somebody's word that an imported listing is theirs to run.
type Claim struct {
	ID        int64     `db:"id"`
	GroupID   int64     `db:"group_id"`
	Slug      string    `db:"slug"`
	Group     string    `db:"group_name"`
	MemberID  int64     `db:"member_id"`
	Who       string    `db:"who"` // name, may be empty
	Email     string    `db:"email"`
	Words     string    `db:"words"`
	CreatedAt time.Time `db:"created_at"`
}

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

// mostClaims is how many claims of one member can wait, each a mail to the hosts.
// Few people run more groups than that.
const mostClaims = 5

// Claim asks for an unclaimed listing, in words for the host of 1 to 1,000
// characters. One that was declined can be made again. fault.Conflict if the
// listing is claimed already, or if the member has asked and waits;
// fault.TooOften while many claims of the member wait.
func (s *Store) Claim(ctx context.Context, group, member int64, words string) (id int64, err error) {
	defer fault.Wrap(&err, "claim group %d", group)
	if err := checkWords("words", &words, "Please say in a sentence how you belong to this group, so that the host can check."); err != nil {
		return 0, err
	}
	err = s.db.Get(ctx, &id, `
		INSERT INTO claims (group_id, member_id, words, created_at)
		SELECT id, $2, $3, $4 FROM groups WHERE id = $1 AND NOT claimed AND state = 'listed'
		  AND (SELECT count(*) FROM claims WHERE member_id = $2 AND group_id <> $1 AND decided_at IS NULL) < $5
		ON CONFLICT ON CONSTRAINT claims_once DO UPDATE SET
			words = excluded.words, created_at = excluded.created_at, decided_at = NULL, approved = NULL
			WHERE claims.decided_at IS NOT NULL
		RETURNING id`, group, member, words, s.now(), mostClaims)
	if fault.KindOf(err) == fault.NotFound {
		return 0, s.whyNoClaim(ctx, group, member)
	}
	return id, err
}

// whyNoClaim says why a claim was not taken: the listing has an organizer, or the
// same member has asked, for this one or for many, and waits.
func (s *Store) whyNoClaim(ctx context.Context, group, member int64) error {
	g, err := s.ByID(ctx, group)
	if err != nil {
		return err
	}
	var asked bool
	err = s.db.Get(ctx, &asked, `
		SELECT EXISTS (SELECT FROM claims WHERE group_id = $1 AND member_id = $2 AND decided_at IS NULL)`, group, member)
	switch {
	case err != nil:
		return err
	case g.Claimed:
		return fault.New(fault.Conflict, "This group has an organizer already.")
	case g.State != Listed:
		return fault.New(fault.Conflict, "This group has ended or was taken down.")
	case asked:
		return fault.New(fault.Conflict, "You have asked for this group already. The host will write to you.")
	default:
		return fault.New(fault.TooOften, "You have asked for %d groups and wait for an answer. Please wait for that first.", mostClaims)
	}
}

// Claims are those that wait, oldest first.
func (s *Store) Claims(ctx context.Context) (claims []Claim, err error) {
	defer fault.Wrap(&err, "list claims")
	err = s.db.Select(ctx, &claims, `
		SELECT c.id, c.group_id, g.slug, g.name AS group_name, c.member_id, m.name AS who, m.email, c.words, c.created_at
		FROM claims c JOIN groups g ON g.id = c.group_id JOIN members m ON m.id = c.member_id
		WHERE c.decided_at IS NULL AND g.state <> 'removed' ORDER BY c.id LIMIT 200`)
	return claims, err
}

// Decide answers a claim for a host. Approved, the listing is claimed and the
// member organizes it. fault.Conflict if it was decided before, or if somebody
// else's claim was approved meanwhile.
func (s *Store) Decide(ctx context.Context, claim int64, approve bool) (group Group, err error) {
	defer fault.Wrap(&err, "decide claim %d", claim)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		var c struct {
			Group  int64 `db:"group_id"`
			Member int64 `db:"member_id"`
		}
		err := tx.Get(ctx, &c, `
			UPDATE claims SET decided_at = $2, approved = $3 WHERE id = $1 AND decided_at IS NULL
			RETURNING group_id, member_id`, claim, s.now(), approve)
		if fault.KindOf(err) == fault.NotFound {
			return fault.Because(err, fault.Conflict, "This was decided already.")
		}
		if err != nil {
			return err
		}
		if group, err = in.Lock(ctx, c.Group); err != nil || !approve {
			return err
		}
		if group.Claimed {
			return fault.New(fault.Conflict, "This group has an organizer by now.")
		}
		if err := in.setRole(ctx, c.Group, c.Member, Organizer); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE groups SET claimed = true, version = version + 1, updated_at = $2 WHERE id = $1`, c.Group, s.now()); err != nil {
			return err
		}
		group, err = in.ByID(ctx, c.Group)
		return err
	})
	return group, err
}

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
		return 0, fault.New(fault.TooOften, "Several people have reported this already. A host will look at it.")
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
		var others []Reporter
		err = tx.Select(ctx, &others, `
			UPDATE reports SET resolved_at = $2, outcome = 'taken_down' WHERE group_id = $1 AND resolved_at IS NULL
			RETURNING id, contact, language`, id, s.now())
		if err != nil {
			return err
		}
		answered = append(answered, others...)
		return in.setState(ctx, id, Removed)
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

// Withheld are imported listings that look internal, by name; at most limit.
func (s *Store) Withheld(ctx context.Context, limit int) (withheld []Group, err error) {
	defer fault.Wrap(&err, "list withheld groups")
	err = s.db.Select(ctx, &withheld, `
		SELECT `+columns+` FROM groups g WHERE g.state = 'withheld' ORDER BY g.name, g.id LIMIT $1`, limit)
	return withheld, err
}

// Offer lists a withheld group for a host, or removes it.
func (s *Store) Offer(ctx context.Context, id int64, offer bool) (err error) {
	defer fault.Wrap(&err, "offer group %d", id)
	state := Removed
	if offer {
		state = Listed
	}
	n, err := s.db.Exec(ctx, `
		UPDATE groups SET state = $2, version = version + 1, updated_at = $3
		WHERE id = $1 AND state = 'withheld'`, id, string(state), s.now())
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "This was decided already.")
	}
	return err
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
