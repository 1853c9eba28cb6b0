// Package groups owns what a group is and who belongs to it: the listing, its
// members and organizers, invitations, claims of imported listings, and
// reports about them. When a group meets is the business of meetings.
package groups

import (
	"math"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"regulars/internal/fault"
	"regulars/internal/interest"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

// State says whether a group is offered to newcomers.
type State string

// The states of a group.
const (
	Listed   State = "listed"
	Paused   State = "paused"   // not offered in search; its page and meetings stay
	Withheld State = "withheld" // imported and looks internal; a host may offer it
	Removed  State = "removed"  // deleted or taken down; erased after Keep
)

// Keep is how long a removed group can still be brought back, see Restore.
const Keep = 30 * 24 * time.Hour

// Group is people who meet again and again around interests, in one area.
type Group struct {
	ID        int64     `db:"id"`
	Slug      string    `db:"slug"`
	State     State     `db:"state"`
	Claimed   bool      `db:"claimed"` // an organizer answers for it
	Version   int       `db:"version"` // grows with every edit; a stale form is refused by it
	CreatedAt time.Time `db:"created_at"`
	UpdatedAt time.Time `db:"updated_at"`
	Details
}

// OnScreen is the venue of a group whose calendar says that it meets online.
const OnScreen = "Online"

// Roomless tells that there is no room to go to: its organizers name none, or its
// calendar says so. A calendar that says nothing may well mean a room.
func (g Group) Roomless() bool {
	return g.Online && g.Address == "" && (g.Venue == OnScreen || g.Claimed && g.Venue == "")
}

// Details are what an organizer says about a group, or a public calendar does.
type Details struct {
	Name      string           `db:"name"`                  // 1 to 120 characters
	About     string           `db:"about"`                 // markdown, at most 5,000 characters
	Web       string           `db:"web" json:",omitempty"` // address of a web page of its own; may be empty
	Interests postgres.Strings `db:"interests"`             // slugs, 1 to 3; the first is the one it is known for

	Venue        string `db:"venue"`
	Address      string `db:"address"`
	Town         string `db:"town"` // as the gazetteer writes it
	place.Point         // of the venue, or of the town if that is all we know
	Exact        bool   `db:"exact" json:",omitempty"` // the point is that of the venue, as its calendar says
	Zone         string `db:"zone"`                    // IANA name
	Directions   string `db:"directions"`
	PublicPlace  bool   `db:"public_place"`
	Online       bool   `db:"online"`
	ComeIn       string `db:"come_in"`       // which door
	LookFor      string `db:"look_for"`      // whom to look for
	FirstMinutes string `db:"first_minutes"` // what happens then
	Bring        string `db:"bring"`

	Cost        string `db:"cost"`  // in words
	Price       *int   `db:"price"` // whole units of the local currency; nil: not said, also not by Cost
	StepFree    bool   `db:"step_free"`
	HearingLoop bool   `db:"hearing_loop"`
	Quiet       bool   `db:"quiet"`
	Beginners   bool   `db:"beginners"`
	Alone       bool   `db:"alone"` // one can come alone
	Children    bool   `db:"children"`
	Language    string `db:"language"` // BCP 47; empty: not said
	Capacity    int    `db:"capacity"` // people at one meeting, friends included; 0: no limit
}

// staysExact tells whether a point that was exact still is that of the venue.
func (d Details) staysExact(was Details) bool {
	return d.Exact && was.Exact && d.Venue == was.Venue && d.Address == was.Address && d.Town == was.Town && d.Point == was.Point
}

// Location is the group's zone. UTC if the name is not known here any more.
func (d Details) Location() *time.Location {
	if zone, err := place.Zone(d.Zone); err == nil {
		return zone
	}
	return time.UTC
}

// AddressLines are the place from the venue to the town. What is said already is not
// said again: calendars like to write the town into the address.
func (d Details) AddressLines() (lines []string) {
	for _, line := range []string{d.Venue, d.Address, d.Town} {
		if line != "" && !strings.Contains(strings.Join(lines, ", "), line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// Interest is what the group is known for; false if it is not known at all,
// which only an imported listing may be.
func (d Details) Interest() (interest.Interest, bool) {
	if len(d.Interests) == 0 {
		return interest.Interest{}, false
	}
	return interest.BySlug(d.Interests[0])
}

// Family is the slug of the family of what the group is known for, or "".
func (d Details) Family() string {
	known, ok := d.Interest()
	if !ok {
		return ""
	}
	return known.Family
}

// Offered tells whether the group's page is there for everyone.
func (g Group) Offered() bool { return g.State == Listed || g.State == Paused }

// Check tidies the details, with the price that the words about the cost name where
// none is given, so that it is found by it whoever writes it; and says everything that
// is wrong with them at once: fault.Invalid with a sentence for each field.
func (d *Details) Check() error {
	var wrong fault.Fields
	d.checkTexts(&wrong)
	d.checkInterests(&wrong)
	d.checkPlace(&wrong)
	if d.Price == nil {
		d.Price = priceIn(d.Cost)
	}
	if d.Price != nil && (*d.Price < 0 || *d.Price > 1_000_000) {
		wrong.Add("price", "The price has to be a number from 0 on, without the currency.")
	}
	if d.Capacity < 0 || d.Capacity > 100_000 {
		wrong.Add("capacity", "The number of places has to lie between 1 and 100,000, or be left empty.")
	}
	return wrong.Err()
}

func (d *Details) checkTexts(wrong *fault.Fields) {
	oneLine := map[string]*string{
		"venue": &d.Venue, "address": &d.Address, "town": &d.Town, "cost": &d.Cost, "language": &d.Language,
	}
	for field, text := range oneLine {
		*text = strings.Join(strings.Fields(*text), " ")
		checkText(wrong, field, *text, 200)
	}
	lines := map[string]*string{
		"directions": &d.Directions, "come_in": &d.ComeIn, "look_for": &d.LookFor,
		"first_minutes": &d.FirstMinutes, "bring": &d.Bring,
	}
	for field, text := range lines {
		*text = strings.TrimSpace(*text)
		checkText(wrong, field, *text, 1000)
	}
	d.Name = strings.Join(strings.Fields(d.Name), " ")
	if d.Name == "" {
		wrong.Add("name", "Please give the group a name.")
	}
	checkText(wrong, "name", d.Name, 120)
	d.About = strings.TrimSpace(strings.ReplaceAll(d.About, "\r\n", "\n"))
	checkText(wrong, "about", d.About, 5000)
	d.Web = strings.TrimSpace(d.Web)
	if d.Web != "" && !IsWeb(d.Web) {
		wrong.Add("web", "Please type the whole address of a web page, like https://example.org/choir.")
	}
}

// IsWeb tells whether a text is the address of a web page that a group can have.
func IsWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && len(address) <= 500 && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil
}

func (d *Details) checkInterests(wrong *fault.Fields) {
	if len(d.Interests) == 0 {
		wrong.Add("interest", "Please say what the group does, with a word we know: “singing”, “chess”, “gardening”.")
	}
	if len(d.Interests) > 3 {
		wrong.Add("interest", "At most three interests: people should see what the group is known for.")
	}
	seen := map[string]bool{}
	for _, slug := range d.Interests {
		if _, known := interest.BySlug(slug); !known || seen[slug] {
			wrong.Add("interest", "We do not know one of these interests yet, or it stands there twice.")
		}
		seen[slug] = true
	}
}

const unknownZone = "We do not know which time zone this place is in."

func (d *Details) checkPlace(wrong *fault.Fields) {
	onGlobe := math.Abs(d.Lat) <= 90 && math.Abs(d.Lon) <= 180 // false for NaN, too
	if d.Town == "" || !onGlobe {
		wrong.Add("near", "Please name the town where the group meets.")
		return
	}
	if _, err := place.Zone(d.Zone); err != nil {
		wrong.Add("near", unknownZone)
	}
}

// checkText refuses what is too long to be meant, and what cannot be stored.
func checkText(wrong *fault.Fields, field, text string, limit int) {
	switch {
	case !utf8.ValidString(text) || strings.ContainsFunc(text, notPrinted):
		wrong.Add(field, "There is a character in it that cannot be stored. Please type it again.")
	case utf8.RuneCountInString(text) > limit:
		wrong.Add(field, "That is too long: at most %d characters, please.", limit)
	}
}

func notPrinted(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
