package reminders

import (
	"context"
	"encoding/json"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
)

// write puts one kind of letter together, from the rows as they stand now. An
// error of kind fault.NotFound, or unneeded, means that it need not go out.
type write func(s *Service, ctx context.Context, m claimed) (mail.Letter, error)

// kinds is how each kind of mail is put together.
var kinds = map[string]write{
	dayBefore:         (*Service).reminder,
	hoursBefore:       (*Service).reminder,
	newFace:           about((*Service).newFace),
	"sign-in":         about((*Service).signIn),
	"old-address":     about((*Service).addressChange),
	"new-address":     about((*Service).addressChange),
	"invitation":      about((*Service).invitation),
	"claim-received":  about((*Service).claimReceived),
	"claim-answer":    about((*Service).claimAnswer),
	"calendar-lost":   about((*Service).calendarLost),
	"report":          about((*Service).report),
	"meeting-changed": about((*Service).meetingChanged),
	"confirm-search":  about((*Service).confirmSearch),
	"confirm-wish":    about((*Service).confirmSearch),
	"search-news":     about((*Service).searchNews),
	"be-first":        about((*Service).beFirst),
	"there-is-one":    about((*Service).thereIsOne),
	"note":            about((*Service).note),
	weekAhead:         about((*Service).weekAhead),
	"welcome":         about((*Service).welcome),
	"taken-down":      about((*Service).takenDown),
	"report-answer":   about((*Service).reportAnswer),
	"now-claimed":     about((*Service).nowClaimed),
}

// unasked are the kinds that come without their reader having just asked for
// them, besides those that are planned for a meeting.
var unasked = map[string]bool{"meeting-changed": true, "note": true, weekAhead: true, "now-claimed": true,
	"search-news": true, "be-first": true, "there-is-one": true}

// About is what a posted mail says of itself; which fields a kind has, the
// function of that kind tells.
type About struct {
	Link       int64      `json:"link,omitempty"`       // of mailed_links
	Old        string     `json:"old,omitempty"`        // address
	New        string     `json:"new,omitempty"`        // address
	Invitation int64      `json:"invitation,omitempty"` // its id
	Claim      int64      `json:"claim,omitempty"`      // its id
	Report     int64      `json:"report,omitempty"`     // its id
	Meeting    int64      `json:"meeting,omitempty"`    // its id
	Before     []Before   `json:"before,omitempty"`     // what was known of meetings that changed, the oldest first
	Told       *time.Time `json:"told,omitempty"`       // when its reader last heard of newcomers
	Group      int64      `json:"group,omitempty"`      // its id
	Note       int64      `json:"note,omitempty"`       // its id
	Week       string     `json:"week,omitempty"`       // its Monday, yyyy-mm-dd
	Problem    string     `json:"problem,omitempty"`    // with a calendar
	Search     int64      `json:"search,omitempty"`     // of saved_searches
	Wish       int64      `json:"wish,omitempty"`       // its id
	What       string     `json:"what,omitempty"`       // is looked for or wished for
	Near       string     `json:"near,omitempty"`       // name of a town
	Groups     []int64    `json:"groups,omitempty"`     // their ids, the best first
	Does       string     `json:"does,omitempty"`       // what somebody pressed before signing in: come, stand, join or save
	Habit      string     `json:"habit,omitempty"`      // "every Tuesday", in the reader's language
}

// subject is a mail with what it says of itself.
type subject struct {
	claimed
	About
}

func about(put func(*Service, context.Context, subject) (mail.Letter, error)) write {
	return func(s *Service, ctx context.Context, m claimed) (mail.Letter, error) {
		on := subject{claimed: m}
		if err := json.Unmarshal(m.About, &on.About); err != nil {
			return nil, err
		}
		return put(s, ctx, on)
	}
}

// aboutMeeting is the meeting that a mail speaks of; 0 if it speaks of none.
func (m claimed) aboutMeeting() int64 {
	var about About
	if m.MeetingID == 0 && json.Unmarshal(m.About, &about) == nil {
		return about.Meeting
	}
	return m.MeetingID
}

func (s *Service) letter(ctx context.Context, m claimed) (l mail.Letter, err error) {
	defer fault.Wrap(&err, "put a %s letter together", m.Kind)
	put, known := kinds[m.Kind]
	if !known {
		return nil, unneeded("no letter of this kind is known")
	}
	return put(s, ctx, m)
}

// link is the address of a page that asks before it does anything.
func (s *Service) link(page, purpose string, id int64) string {
	return s.base + "/" + page + "/" + s.signer.Sign(purpose, id)
}

// mails are the pages on which a member settles which mails come: all of them,
// and those of this kind. The kind is part of what is signed.
func (s *Service) mails(m claimed) mail.Mails {
	return mail.Mails{
		SettingsURL:    s.link("settings", "settings", m.MemberID),
		UnsubscribeURL: s.link("unsubscribe/"+m.Kind, "unsubscribe "+m.Kind, m.MemberID),
	}
}

func (s *Service) addressChange(ctx context.Context, on subject) (mail.Letter, error) {
	_, err := s.mailedLink(ctx, on.Link)
	return mail.AddressChange{
		Link: s.link("address", "address", on.Link), Old: on.Old, New: on.New,
		ForNew: on.Kind == "new-address",
	}, err
}

// mailedLink tells how long a link of a mail still works.
func (s *Service) mailedLink(ctx context.Context, id int64) (left time.Duration, err error) {
	var link struct {
		Expires time.Time `db:"expires_at"`
		Used    bool      `db:"used"`
	}
	err = s.db.Get(ctx, &link, `SELECT expires_at, used_at IS NOT NULL AS used FROM mailed_links WHERE id = $1`, id)
	left = link.Expires.Sub(s.now())
	if err == nil && (link.Used || left <= 0) {
		err = unneeded("its link was used or has run out")
	}
	return left, err
}

func (s *Service) invitation(ctx context.Context, on subject) (mail.Letter, error) {
	var i struct {
		Group    string `db:"group_name"`
		From     string `db:"inviter"`
		HandOver bool   `db:"hand_over"`
	}
	err := s.db.Get(ctx, &i, `
		SELECT g.name AS group_name, m.name AS inviter, i.hand_over
		FROM invitations i JOIN groups g ON g.id = i.group_id JOIN members m ON m.id = i.invited_by
		WHERE i.id = $1 AND i.answered_at IS NULL AND g.state <> 'removed'`, on.Invitation)
	return mail.Invitation{
		Group: i.Group, From: i.From, HandOver: i.HandOver,
		Link: s.link("invitations", "invitation", on.Invitation),
	}, err
}

// listingClaim is somebody's word that an imported listing is theirs.
type listingClaim struct {
	Group    string `db:"group_name"`
	Slug     string `db:"slug"`
	Who      string `db:"who"`
	Words    string `db:"words"`
	Decided  bool   `db:"decided"`
	Approved bool   `db:"approved"`
}

func (s *Service) findClaim(ctx context.Context, id int64) (c listingClaim, err error) {
	err = s.db.Get(ctx, &c, `
		SELECT g.name AS group_name, g.slug, concat_ws(', ', nullif(m.name, ''), m.email) AS who,
			c.words, c.decided_at IS NOT NULL AS decided, coalesce(c.approved, false) AS approved
		FROM claims c JOIN groups g ON g.id = c.group_id JOIN members m ON m.id = c.member_id
		WHERE c.id = $1 AND g.state <> 'removed'`, id)
	return c, err
}

// claimReceived goes to a host, who need not be told what another has decided.
func (s *Service) claimReceived(ctx context.Context, on subject) (mail.Letter, error) {
	c, err := s.findClaim(ctx, on.Claim)
	if err == nil && c.Decided {
		err = unneeded("the claim was decided")
	}
	return mail.ClaimReceived{Group: c.Group, Who: c.Who, Words: c.Words, Link: s.base + "/host"}, err
}

func (s *Service) claimAnswer(ctx context.Context, on subject) (mail.Letter, error) {
	c, err := s.findClaim(ctx, on.Claim)
	return mail.ClaimAnswer{Group: c.Group, Approved: c.Approved, Link: s.base + "/groups/" + c.Slug, Mails: s.mails(on.claimed)}, err
}
