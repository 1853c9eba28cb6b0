package mail

import "time"

// Letter is one of the structs below. They hold facts; the words are those of the
// reader's language. Times are in the zone of the group; addresses of pages are
// absolute, and each page asks before it does anything.
type Letter interface {
	// links gives the one link that matters, for the log, and the page that turns
	// off mails of this kind (empty where a person asked for it).
	links() (main, unsubscribe string)
}

// Mails are the pages about the mails themselves, in letters to members.
type Mails struct {
	SettingsURL    string // which mails one gets
	UnsubscribeURL string // no more of this kind; unused where there is nothing to turn off
}

// Span is from when to when, in the zone of the group. Without a To only the
// beginning is said.
type Span struct{ From, To time.Time }

// IsZero tells whether there is nothing to say.
func (s Span) IsZero() bool { return s.From.IsZero() }

// SignIn goes to whoever asked to sign in with that address.
type SignIn struct {
	Link    string
	Minutes int // how long the link works

	Group string // about which a button was pressed before; empty: none was
	Does  string // what that button does: "come", "stand", "join" or "save"
	When  Span   // to come
	Habit string // to stand: "every Tuesday"
}

// AddressChange goes to both addresses; the change holds once both agreed.
type AddressChange struct {
	Link     string
	Old, New string
	ForNew   bool // this one goes to the new address
}

// Reminder goes to a member before a meeting.
type Reminder struct {
	Group      string
	Name       string // the member's; often empty
	When       Span
	Where      string // the venue
	Address    string
	Directions string
	Organizers []string
	LookFor    string
	ComeIn     string
	Cost       string

	FirstTime bool      // they have not been there before
	Standing  bool      // they come every time
	Friends   int       // whom they bring
	Soon      bool      // the second reminder, some hours before
	Expected  bool      // nobody answers for the listing yet
	AsOf      time.Time // date of the public calendar, with Expected; zero: not known
	Moved     bool      // this meeting is not where or when it usually is
	Reason    string    // why it moved

	MeetingURL string
	AnswerURL  string // the page of "not this time"
	Mails
}

// Invitation asks to organize a group together, or to take it over.
type Invitation struct {
	Group    string
	From     string // who invites
	HandOver bool
	Link     string
}

// ClaimReceived tells a host that somebody says a listing is theirs.
type ClaimReceived struct {
	Group string
	Who   string // name or address
	Words string
	Link  string
}

// ClaimAnswer tells that person what the host decided.
type ClaimAnswer struct {
	Group    string
	Approved bool
	Link     string // of the group
	Mails
}

// CalendarLost tells the organizers of a group that the calendar which it follows
// cannot be read any more.
type CalendarLost struct {
	Group   string
	Problem string // one sentence
	Link    string // of the page about the calendar
	Mails
}

// Report tells a host that a listing is said to be wrong.
type Report struct {
	Group   string
	Words   string
	Contact string // often empty
	Link    string
}

// Reports tells a host that several reports wait.
type Reports struct {
	Count int
	Link  string
}

// MeetingChanged tells those who come that a meeting moved, is called off or,
// with neither set, takes place after all.
type MeetingChanged struct {
	Group     string
	When      Span // as it is now; with CalledOff, as it would have been
	Was       Span // when it was before; zero: the time stays
	CalledOff bool
	Moved     bool
	More      int  // later meetings of this member that changed with it
	Ended     bool // the group is no more
	Next      Span // where the group meets at other times: the next date that the reader has no place at; zero: there is none
	Reason    string
	Where     string
	Link      string // of the meeting, or of the next one
	Mails
}

// NewFace tells organizers who comes for the first time.
type NewFace struct {
	Group   string
	When    Span
	New     int      // how many come for the first time
	Names   []string // theirs; who gave none is missing
	Coming  int      // how many come in all, with friends
	LookFor string   // what the newcomers were told
	ComeIn  string
	Link    string // of the list of those who come
	Mails
}

// Note brings those who come to a meeting an organizer's few words.
type Note struct {
	Group     string
	From      string // who writes; often empty
	Words     string
	When      Span
	Where     string
	Link      string // of the meeting
	AnswerURL string // the page of "not this time"
	Mails
}

// WeekAhead lists what a member's groups do from Monday to Sunday.
type WeekAhead struct {
	Name     string // often empty
	Monday   time.Time
	Meetings []WeekMeeting // in order
	Link     string        // of the member's own list
	Mails
}

// WeekMeeting is one meeting of a week. Nothing has been said about it unless
// Coming or Declined is set.
type WeekMeeting struct {
	Group     string
	When      Span
	Where     string
	Coming    bool
	Friends   int // whom the reader brings
	Declined  bool
	Expected  bool // nobody answers for the listing yet
	Moved     bool
	CalledOff bool
	URL       string
}

// Welcome follows the first place that somebody ever took here.
type Welcome struct {
	Group        string
	Name         string // often empty
	When         Span
	Where        string
	Address      string
	Directions   string
	Organizers   []string
	LookFor      string
	ComeIn       string
	FirstMinutes string
	Bring        string
	Cost         string
	Habit        string // of coming each time: "every Tuesday"; empty: they come once
	Friends      int
	Reminded     Span // when the reminder comes; zero: none does
	MeetingURL   string
	AnswerURL    string // the page of "not this time"
	Mails
}

// TakenDown tells organizers that a host took their listing down.
type TakenDown struct {
	Group string
	Link  string // how to reach the hosts
	Mails
}

// ReportAnswer tells whoever said that a listing is wrong what a host decided.
type ReportAnswer struct {
	Group     string
	TakenDown bool // else it is kept
	Link      string
}

// NowClaimed tells those who saved a listing that somebody answers for it, so that
// places can be kept.
type NowClaimed struct {
	Group string
	When  Span // of the next meeting; zero: there is none
	Where string
	Link  string // of the group
	Mails
}

func (l SignIn) links() (main, unsubscribe string)         { return l.Link, "" }
func (l AddressChange) links() (main, unsubscribe string)  { return l.Link, "" }
func (l Invitation) links() (main, unsubscribe string)     { return l.Link, "" }
func (l ClaimReceived) links() (main, unsubscribe string)  { return l.Link, "" }
func (l CalendarLost) links() (main, unsubscribe string)   { return l.Link, "" }
func (l ClaimAnswer) links() (main, unsubscribe string)    { return l.Link, "" }
func (l Report) links() (main, unsubscribe string)         { return l.Link, "" }
func (l Reports) links() (main, unsubscribe string)        { return l.Link, "" }
func (l MeetingChanged) links() (main, unsubscribe string) { return l.Link, l.UnsubscribeURL }

func (l NewFace) links() (main, unsubscribe string)    { return l.Link, l.UnsubscribeURL }
func (l Note) links() (main, unsubscribe string)       { return l.Link, l.UnsubscribeURL }
func (l WeekAhead) links() (main, unsubscribe string)  { return l.Link, l.UnsubscribeURL }
func (l NowClaimed) links() (main, unsubscribe string) { return l.Link, l.UnsubscribeURL }

func (l Welcome) links() (main, unsubscribe string)      { return l.MeetingURL, "" }
func (l TakenDown) links() (main, unsubscribe string)    { return l.Link, "" }
func (l ReportAnswer) links() (main, unsubscribe string) { return l.Link, "" }

func (l Reminder) links() (main, unsubscribe string) {
	if l.Expected || l.AnswerURL == "" {
		return l.MeetingURL, l.UnsubscribeURL
	}
	return l.AnswerURL, l.UnsubscribeURL
}

// files names the templates of each letter in views/mail.
var files = map[string]Letter{
	"sign-in":         SignIn{},
	"address-change":  AddressChange{},
	"reminder":        Reminder{},
	"invitation":      Invitation{},
	"claim-received":  ClaimReceived{},
	"claim-answer":    ClaimAnswer{},
	"calendar-lost":   CalendarLost{},
	"report":          Report{},
	"meeting-changed": MeetingChanged{},
	"new-face":        NewFace{},
	"confirm-search":  ConfirmSearch{},
	"search-news":     SearchNews{},
	"be-first":        BeFirst{},
	"there-is-one":    ThereIsOne{},
	"note":            Note{},
	"week-ahead":      WeekAhead{},
	"welcome":         Welcome{},
	"taken-down":      TakenDown{},
	"report-answer":   ReportAnswer{},
	"reports":         Reports{},
	"now-claimed":     NowClaimed{},
}
