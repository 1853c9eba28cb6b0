package feed

import (
	"cmp"
	"context"
	"encoding/xml"
	"slices"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/words"
)

// A coming meeting is news from so long before it on; that one was moved or
// called off is news for so long after it.
const (
	newsBefore = 14 * 24 * time.Hour
	newsAfter  = 30 * 24 * time.Hour
)

// atomFeed is the file as RFC 4287 describes it.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary"`
}

// News gives what is new in a group as an Atom feed, newest first: meetings
// within the next two weeks, and those moved or called off.
func (f *Feeds) News(ctx context.Context, group groups.Group) (body []byte, err error) {
	defer fault.Wrap(&err, "news of group %d", group.ID)
	now := f.now()
	records, err := f.meetings.Records(ctx, group.ID, now)
	if err != nil {
		return nil, err
	}
	page := f.page(group)
	file := atomFeed{
		ID: page, Title: group.Name, Author: group.Name, Updated: group.UpdatedAt.UTC().Format(time.RFC3339),
		Links: []atomLink{{"alternate", "text/html", page}, {"self", "application/atom+xml", page + ".atom"}},
	}
	for _, r := range records {
		if isNews(r.Meeting, now) {
			file.Entries = append(file.Entries, entry(r, group, page))
		}
	}
	return file.bytes()
}

// bytes writes the feed with its newest entry first.
func (file atomFeed) bytes() ([]byte, error) {
	slices.SortStableFunc(file.Entries, func(a, b atomEntry) int { return cmp.Compare(b.Updated, a.Updated) })
	if len(file.Entries) > 0 {
		file.Updated = max(file.Updated, file.Entries[0].Updated)
	}
	body, err := xml.MarshalIndent(file, "", " ")
	return append([]byte(xml.Header), append(body, '\n')...), err
}

func isNews(m meetings.Meeting, now time.Time) bool {
	if m.Status == meetings.Moved || m.Status == meetings.CalledOff {
		return m.Ends.After(now.Add(-newsAfter))
	}
	return m.Starts.Before(now.Add(newsBefore)) && m.Ends.After(now)
}

func entry(r meetings.Record, group groups.Group, page string) atomEntry {
	at := r.Starts.In(group.Location())
	when := words.English.Moment(at)
	told := at.Add(-newsBefore)
	e := atomEntry{ID: page + "/" + r.Key, Title: group.Name + ": " + when, Summary: locate(group)}
	switch r.Status {
	case meetings.CalledOff:
		e.Title, told = "Called off: "+when, r.ChangedAt
		e.Summary = because("Called off", r.Reason)
	case meetings.Moved:
		e.Title, told = "Changed: "+when, r.ChangedAt
		e.Summary = because(movedWords(r.Meeting, group.Location(), words.English), r.Reason)
		if r.Venue != "" {
			e.Summary = r.Venue + ". " + e.Summary
		}
	case meetings.Expected:
		e.Summary = words.English.Say("reminder.ask-first")
	}
	if r.ChangedAt.After(told) {
		told = r.ChangedAt
	}
	e.Updated = told.UTC().Format(time.RFC3339)
	e.Link = atomLink{"alternate", "text/html", e.ID}
	e.Title, e.Summary = clean(e.Title), clean(e.Summary)
	return e
}
