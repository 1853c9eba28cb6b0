package mail

// Letter is one of the structs below. Times and dates in them are words
// already, in the zone of the group; addresses of pages are absolute, and each
// page asks before it does anything.
type Letter interface {
	// links gives the one link that matters, for the log, and the page that turns
	// off mails of this kind (empty where a person asked for it).
	links() (main, unsubscribe string)
}

// Mails are the pages about the mails themselves, in letters that nobody asked for.
type Mails struct {
	SettingsURL    string // which mails one gets
	UnsubscribeURL string // no more of this kind
}

// SignIn goes to whoever asked to sign in with that address.
type SignIn struct {
	Link    string
	Minutes int // how long the link works
}

// AddressChange goes to both addresses; the change holds once both agreed.
type AddressChange struct {
	Link     string
	Old, New string
	ForNew   bool // this one goes to the new address
}

// Reminder goes to a member before a meeting.
type Reminder struct {
	Group       string
	Name        string // the member's; often empty
	When        string // "Tuesday 8 September, 18:30 to 20:30"
	Where       string // the venue
	Address     string
	Directions  string
	GettingHome string
	Organizers  []string
	LookFor     string
	ComeIn      string

	FirstTime bool   // they have not been there before
	Standing  bool   // they come every time
	Friends   int    // whom they bring
	Soon      bool   // the second reminder, two hours before
	Expected  bool   // nobody answers for the listing yet
	AsOf      string // date of the public calendar, with Expected
	Moved     bool   // this meeting is not where or when it usually is
	Reason    string // why it moved

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
}

// Report tells a host that a listing is said to be wrong.
type Report struct {
	Group   string
	Words   string
	Contact string // often empty
	Link    string
}

// MeetingChanged tells those who come that a meeting moved, is called off or,
// with neither set, takes place after all.
type MeetingChanged struct {
	Group     string
	When      string // as it is now; with CalledOff, as it would have been
	Was       string // when it was before; empty: the time stays
	CalledOff bool
	Moved     bool
	More      int  // later meetings of this member that changed with it
	Ended     bool // the group is no more
	Reason    string
	Where     string
	Link      string // of the meeting
	Mails
}

// NewFace tells organizers who comes for the first time.
type NewFace struct {
	Group   string
	When    string
	New     int      // how many come for the first time
	Names   []string // theirs; who gave none is missing
	Coming  int      // how many come in all, with friends
	LookFor string   // what the newcomers were told
	ComeIn  string
	Link    string // of the list of those who come
	Mails
}

func (l SignIn) links() (main, unsubscribe string)         { return l.Link, "" }
func (l AddressChange) links() (main, unsubscribe string)  { return l.Link, "" }
func (l Invitation) links() (main, unsubscribe string)     { return l.Link, "" }
func (l ClaimReceived) links() (main, unsubscribe string)  { return l.Link, "" }
func (l ClaimAnswer) links() (main, unsubscribe string)    { return l.Link, "" }
func (l Report) links() (main, unsubscribe string)         { return l.Link, "" }
func (l MeetingChanged) links() (main, unsubscribe string) { return l.Link, l.UnsubscribeURL }

func (l NewFace) links() (main, unsubscribe string) { return l.Link, l.UnsubscribeURL }

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
	"report":          Report{},
	"meeting-changed": MeetingChanged{},
	"new-face":        NewFace{},
}
