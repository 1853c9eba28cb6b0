package calendar

import (
	"regexp"
	"strings"
)

// notForAll are words of what a house does for itself. They withhold a series from
// newcomers until a host has looked at it, so that one word too many costs little;
// a stranger at a closed meeting costs more.
var notForAll = regexp.MustCompile(`(?i)\b(` + strings.Join([]string{
	`boards?`, `sub-?committees?`, `committees?`, `cmte`, `staff`, `trustees?`, `directors?`, `deacons?`, `elders`, `vestry`,
	`execs?`, `executives?`, `leadership`, `leaders'? meeting`, `steering`, `core (group|team)`, `personnel`, `budget`, `finance`,
	`bylaws?`, `shareholders?`, `agm`, `admin`, `operations? (meeting|mtg)`, `ops meeting`,
	`(planning|calendar|business|production|team|officers?'?|cabinet|council|house) (meeting|mtg)`, `church council`, `parish council`,
	`members?'?s?'?[- ](only|meeting|mtg|night)`, `(annual|general) (members?|membership) meeting`,
	`private`, `privite`, `closed`, `not open to the public`, `internal`, `invite[- ]only`, `invitation only`,
	`booked`, `bookings?`, `rentals?`, `rented`, `renters?`, `reserved`, `reservations?`, `unavailable`, `blocked`, `do not book`, `occupied`,
	`on hold`, `tentative`, `tbd`, `tba`, `busy`,
	`meeting room`, `conference room`, `open slots?`, `office`, `office hours?`, `set-?up`, `tear-?down`, `load-?(in|out)`, `strike`, `sound ?check`,
	`cleaning`, `cleaners?`, `clean-?up`, `janitors?`, `maintenance`, `inspection`, `deliver(y|ies)`, `pick-?up`, `trash`, `recycling`,
	`payroll`, `deadlines?`, `due`, `day off`, `vacation`, `holiday`, `birthday`, `interviews?`, `call with`, `conference call`, `worknight`,
	`rehearsal request`, `photo shoot`, `video shoot`, `wedding`, `funeral`, `memorial service`, `on call`, `volunteer shift`, `shifts?`,
}, "|") + `)\b|^\W*(hold|rental|rent)\b(\W*| for\b.*|\W+[-:].*)$|^\W*(meeting|mtg|appointment|test|untitled|no title|event)\W*$`)

// harmless are words that hold one of those and are for everybody.
var harmless = regexp.MustCompile(`(?i)\b(board[- ]?(games?|gamers?|gaming)|(paddle|skate|surf|snow|drawing|sup)[- ]?boards?(ing)?|staff fight\w*|over[- ]the[- ]board)\b`)

// internal tells whether a name looks as if newcomers were not meant.
func internal(name string) bool {
	return notForAll.MatchString(harmless.ReplaceAllString(name, " "))
}

// welcoming are words that a house uses of what is for everybody.
var welcoming = regexp.MustCompile(`(?i)\b(open|public|welcome|every(one|body)|all (ages|levels)|drop-?in|free|beginners?|class(es)?|lessons?|workshops?|community|neighbou?rs?|pot-?luck|breakfast|brunch|lunch|dinner|supper|social|club|jam|meetup)\b`)

// mute tells whether nobody can know from a series what it is and for whom.
func mute(s Series) bool {
	said := webLink.ReplaceAllString(s.Description, "")
	return len(strings.Fields(said)) < 4 && !welcoming.MatchString(s.Name)
}
