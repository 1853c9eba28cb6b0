package calendar

import (
	"regexp"
	"strings"
)

// sign is how surely a title says that nobody meets.
type sign int

const (
	meets  sign = iota
	ifOne       // if it stands for one date of a series that is called otherwise
	ifOnce      // that, or if no other event is called so: groups have such names too
	surely
)

// The words by which people call one date off where others write
// STATUS:CANCELLED. \b knows no letters beyond ASCII, so wordEnd stands for it.
const (
	cue      = `(?:cancell?ed|canx|cxl|postponed|called off|abgesagt|entfällt|annulée?s?|cancelad[oa]s?)`
	shouted  = `(?:CANCELL?ED|CANX|CXL|POSTPONED|ABGESAGT)`
	wordEnd  = `(?:[^\pL\pN]|$)`
	marks    = `[^\pL\pN]*`
	thisTime = `(?:today|tonight|tomorrow|this (?:week|month|morning|afternoon|evening|time)|heute|morgen|diesmal|diese woche|ce soir|aujourd)`
	reason   = `(?:` + thisTime + `|due to|because|for|until|till|to|will|wegen)`
	gathers  = `(?:rehearsals?|practices?|meetings?|mtgs?|class|classes|sessions?|lessons?|gatherings?|meet-?ups?|group|choir|club|circle|workshops?|\pL*probe)`
)

var (
	marked       = regexp.MustCompile(`(?i)^` + marks + cue + `(?:[^\pL\pN]+` + cue + `)*(?:\s+` + reason + `[^:]{0,60})?\s*(?:[:!*)\]|/–—-]+|$)\s*`)
	markedBehind = regexp.MustCompile(`(?i)(?:\s+(?:is|are|has been|have been|was|were|wird|ist)\s+|\s*[-–—~|/(\[*:,]+\s*)(?:covid[- ])?` + cue + `(?:[^\pL\pN]+` + reason + wordEnd + `.*)?` + marks + `$`)
	behindTo     = regexp.MustCompile(`(?i)\s+(?:postponed|moved) (?:to|until) .*\d.*$|\s+(?:cancell?ed|postponed) ` + thisTime + marks + `$`)
	fallsOut     = regexp.MustCompile(`(?i)\s+(?:fällt|faellt) (?:\pL+ )?aus` + wordEnd + `.*$|\s+entfällt` + wordEnd + `.*$`)
	shoutedFirst = regexp.MustCompile(`^` + marks + shouted + `\s+`)
	shoutedLast  = regexp.MustCompile(`\s+(?:` + shouted + `|CANCEL)` + marks + `$`)
	cueFirst     = regexp.MustCompile(`(?i)^` + marks + cue + `\s+`)
	cueLast      = regexp.MustCompile(`(?i)\s+` + cue + marks + `$`)

	notNow    = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:no|not|kein\pL*|pas de)\s+(?:\S+\s+){0,4}` + thisTime)
	justNone  = regexp.MustCompile(`(?i)^` + marks + `(?:no|keine?)\s+` + gathers + marks + `(?:$|(?:` + reason + `|on|in)` + wordEnd + `|[-–—/(:!]|[,.;]\s)`)
	noneOf    = regexp.MustCompile(`(?i)^` + marks + `(?:no|keine?)\s+(?:[\pL\pN'’&]+\s+){0,3}` + gathers + wordEnd)
	noneAside = regexp.MustCompile(`(?i)[-–—/(:]\s*(?:holiday\s*/\s*)?(?:no\s+` + gathers + `|(?-i:NO)\s+\S+(?:\s+\S+){0,2})` + marks + `$`)
)

// calledOff tells how surely a title says that nobody meets, and what it calls that
// which does not take place; that may be nothing.
func calledOff(title string) (name string, off sign) {
	mixed := strings.ToUpper(title) != title // else capitals say nothing
	switch {
	case marked.MatchString(title):
		return trimTitle(marked.ReplaceAllString(title, "")), surely
	case markedBehind.MatchString(title):
		return trimTitle(markedBehind.ReplaceAllString(title, "")), surely
	case behindTo.MatchString(title):
		return trimTitle(behindTo.ReplaceAllString(title, "")), surely
	case fallsOut.MatchString(title):
		return trimTitle(fallsOut.ReplaceAllString(title, "")), surely
	case mixed && shoutedFirst.MatchString(title):
		return trimTitle(shoutedFirst.ReplaceAllString(title, "")), surely
	case mixed && shoutedLast.MatchString(title):
		return trimTitle(shoutedLast.ReplaceAllString(title, "")), surely
	case notNow.MatchString(title), justNone.MatchString(title):
		return "", ifOnce
	case cueFirst.MatchString(title):
		return trimTitle(cueFirst.ReplaceAllString(title, "")), ifOnce
	case cueLast.MatchString(title):
		return trimTitle(cueLast.ReplaceAllString(title, "")), ifOnce
	case noneOf.MatchString(title), noneAside.MatchString(title):
		return "", ifOne
	}
	return title, meets
}

func trimTitle(s string) string { return strings.Trim(s, " \t-–—:;,.!*~/|([{<") }

// weigh decides which of the events are called off by their titles.
func weigh(events []event) {
	called := map[string]int{}    // events of a title
	series := map[string]string{} // titles of series, by UID
	for _, e := range events {
		called[nameKey(e.title)]++
		if e.recurrence.isZero() {
			series[e.base()] = nameKey(e.title)
		}
	}
	for i := range events {
		e := &events[i]
		name, off := calledOff(e.title)
		own, stands := series[e.base()]
		one := !e.recurrence.isZero() && stands && own != nameKey(e.title)
		once := !e.repeats() && called[nameKey(e.title)] == 1
		if off == meets || off == ifOne && !one || off == ifOnce && !one && !once {
			continue
		}
		e.cancelled, e.why = true, "Its calendar says: “"+clip(oneLine(e.title), maxName)+"”."
		if name != "" {
			e.summary = name
		}
	}
}
