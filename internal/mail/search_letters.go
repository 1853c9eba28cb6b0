package mail

// The letters to those who look for something that is not there yet.

// ConfirmSearch asks whoever has an address whether they want to be told when a
// group starts, or wish for one.
type ConfirmSearch struct {
	What string // "quilting"; empty: any group
	Near string // "Bath, England"
	Wish bool   // to be one of the first; else to be told
	Link string
}

// Started is a group that has begun, as news tell of it.
type Started struct {
	Name     string
	Where    string
	Next     Span // zero: not known
	Expected bool // nobody answers for the listing yet
	Link     string
}

// SearchNews tells of groups that a saved search finds and did not find before.
type SearchNews struct {
	What, Near string    // as in ConfirmSearch
	Groups     []Started // the first of them
	Count      int       // of all
	Link       string    // of the search
	Mails                // UnsubscribeURL stops this search alone
}

// More is how many there are besides those shown.
func (l SearchNews) More() int { return l.Count - len(l.Groups) }

// BeFirst asks one of several who wish for the same to open a group.
type BeFirst struct {
	What, Near string
	Count      int    // how many wish for it, with the reader
	Link       string // of the form that lists a group
	Mails             // UnsubscribeURL withdraws the wish
}

// ThereIsOne tells those who wished for a group that there is one.
type ThereIsOne struct {
	What, Near string
	Group      Started
}

func (l ConfirmSearch) links() (main, unsubscribe string) { return l.Link, "" }
func (l SearchNews) links() (main, unsubscribe string)    { return l.Link, l.UnsubscribeURL }
func (l BeFirst) links() (main, unsubscribe string)       { return l.Link, l.UnsubscribeURL }
func (l ThereIsOne) links() (main, unsubscribe string)    { return l.Group.Link, "" }
