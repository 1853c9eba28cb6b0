package calendar

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"regulars/internal/fault"
)

// What a file may be. Real calendars of busy venues have 1.5 MB, 3,000 events
// and three levels; what is beyond these limits was made to hurt.
const (
	MaxBytes  = 20 << 20
	maxDepth  = 8
	maxEvents = 20_000
	maxLines  = 300_000 // that say something we read
	maxLine   = 1 << 20 // bytes
	maxHead   = 4 << 10 // bytes of a line's name and parameters, which the library reads one by one
)

func refuse(format string, args ...any) error { return fault.New(fault.Invalid, format, args...) }

// components reads every calendar of a file: their own properties, in one, and
// their events. fault.Invalid with one sentence if that cannot be done.
func components(r io.Reader) (head *ical.Component, events []*ical.Component, err error) {
	text, err := readText(r)
	if err != nil {
		return nil, nil, err
	}
	text, err = cleaned(text)
	if err != nil {
		return nil, nil, err
	}
	head = ical.NewComponent(ical.CompCalendar)
	decoder := ical.NewDecoder(bytes.NewReader(text))
	for {
		calendar, err := decoder.Decode()
		if err == io.EOF {
			return head, events, nil
		}
		if err != nil {
			return nil, nil, fault.Because(err, fault.Invalid, "The calendar is damaged and cannot be read.")
		}
		for name, values := range calendar.Props {
			head.Props[name] = append(head.Props[name], values...)
		}
		if events = append(events, calendar.Children...); len(events) > maxEvents {
			return nil, nil, refuse("The calendar has more than %d events.", maxEvents)
		}
	}
}

// readText reads the whole file and refuses what is no calendar at all.
func readText(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fault.Because(err, fault.Invalid, "The file cannot be read to its end.")
	}
	whole := len(text) <= MaxBytes
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	begin := strings.ToUpper(string(text[:min(len(text), 400)]))
	switch {
	case !whole:
		return nil, errTooLarge
	case len(text) == 0:
		return nil, refuse("The file is empty.")
	case calendarLine.MatchString(begin):
		return text, nil
	case strings.Contains(begin, "<HTML") || strings.Contains(begin, "<!DOCTYPE"):
		return nil, refuse("This is a web page, not a calendar; look there for a link named iCal, ICS or Subscribe.")
	default:
		return nil, refuse("This is no calendar: it does not begin with BEGIN:VCALENDAR.")
	}
}

var calendarLine = regexp.MustCompile(`^BEGIN:VCALENDAR\s`)

// kept are the components that are read; alarms and tasks are left out.
var kept = map[string]bool{
	ical.CompCalendar: true, ical.CompEvent: true,
	ical.CompTimezone: true, ical.CompTimezoneStandard: true, ical.CompTimezoneDaylight: true,
}

// said are the properties that are read; all others are left out.
var said = func() map[string]bool {
	names := map[string]bool{}
	for _, name := range []string{
		"BEGIN", "END", ical.PropProductID, ical.PropVersion, ical.PropMethod,
		ical.PropName, ical.PropSource, ical.PropURL, "X-WR-CALNAME", "X-WR-CALDESC", "X-WR-TIMEZONE", "X-PUBLISHED-URL", "X-ORIGINAL-URL",
		ical.PropUID, ical.PropSummary, ical.PropDescription, ical.PropLocation, ical.PropGeo, "X-APPLE-STRUCTURED-LOCATION",
		ical.PropOrganizer, ical.PropClass, ical.PropStatus, ical.PropSequence, ical.PropDateTimeStamp, ical.PropLastModified,
		ical.PropDateTimeStart, ical.PropDateTimeEnd, ical.PropDuration, ical.PropRecurrenceRule, ical.PropRecurrenceDates,
		ical.PropExceptionDates, ical.PropRecurrenceID,
		ical.PropTimezoneID, "X-LIC-LOCATION", ical.PropTimezoneOffsetFrom, ical.PropTimezoneOffsetTo,
	} {
		names[name] = true
	}
	return names
}()

// cleaned unfolds the lines, drops those that are no property (calendars written
// by hand have them), and properties and components that nobody reads, and checks that
// everything that begins also ends.
func cleaned(text []byte) ([]byte, error) {
	var out bytes.Buffer
	var open []string
	skipping := 0 // depth of the component that is left out; 0: none
	written := 0
	for line := range lines(text) {
		name, component, _ := strings.Cut(line, ":")
		component = strings.ToUpper(strings.TrimSpace(component))
		switch strings.ToUpper(name) {
		case "BEGIN":
			if open = append(open, component); len(open) > maxDepth {
				return nil, refuse("The calendar is nested deeper than any real one.")
			}
			if skipping == 0 && !kept[component] {
				skipping = len(open)
			}
		case "END":
			if len(open) == 0 || open[len(open)-1] != component {
				return nil, misplaced(component, open)
			}
			if open = open[:len(open)-1]; skipping == len(open)+1 {
				skipping = 0
				continue
			}
		}
		name, _, _ = strings.Cut(name, ";")
		if skipping > 0 || !said[strings.ToUpper(name)] {
			continue
		}
		if head := property.FindStringIndex(line); head != nil && head[1] <= maxHead {
			if written++; written > maxLines {
				return nil, refuse("The calendar says more than any real one.")
			}
			out.WriteString(line + "\r\n")
		}
	}
	switch {
	case len(open) > 0:
		return nil, errTruncated
	case !utf8.Valid(out.Bytes()):
		return nil, refuse("The text is not UTF-8 (perhaps Latin-1); save it as UTF-8 and import it again.")
	}
	return out.Bytes(), nil
}

var errTooLarge = refuse("The file is larger than 20 MB; a calendar is not.")

var errTruncated = refuse("The calendar breaks off before its end: END:VCALENDAR is missing. Fetch it again.")

// misplaced tells why something ends that was not begun; the end itself may have
// been cut.
func misplaced(component string, open []string) error {
	if len(open) > 0 && strings.HasPrefix(open[len(open)-1], component) {
		return errTruncated
	}
	return refuse("The calendar is damaged: END:%.20s stands where something else has to end.", oneLine(strings.ToValidUTF8(component, "")))
}

// property is a line as the library can take it: a name, parameters whose quotes
// are closed, a colon.
var property = regexp.MustCompile(`^[A-Za-z0-9-]+(;[A-Za-z0-9-]+=("[^"]*"|[^";:,]*)(,("[^"]*"|[^";:,]*))*)*:`)

// lines gives the unfolded lines. A character may have been cut in two by the
// folding, so this is done on bytes.
func lines(text []byte) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		var line []byte
		for raw := range bytes.SplitSeq(text, []byte("\n")) {
			raw = bytes.TrimRight(raw, "\r")
			if len(raw) > 0 && (raw[0] == ' ' || raw[0] == '\t') {
				line = append(line, raw[1:]...)
				continue
			}
			if 0 < len(line) && len(line) <= maxLine && !yield(string(line)) {
				return
			}
			line = slices.Clone(raw)
		}
		if 0 < len(line) && len(line) <= maxLine {
			yield(string(line))
		}
	}
}
