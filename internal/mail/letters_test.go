package mail_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"regulars/internal/mail"
	"regulars/internal/words"
)

var update = flag.Bool("update", false, "write the goldens anew")

var site = mail.Site{Name: "Regulars", URL: "https://regulars.example", Contact: "hello@regulars.example"}

// september gives from when to when on a day of September 2026; no second hour is
// no end.
func september(day int, hours ...time.Duration) (when mail.Span) {
	midnight := time.Date(2026, time.September, day, 0, 0, 0, 0, time.UTC)
	when.From = midnight.Add(hours[0])
	if len(hours) > 1 {
		when.To = midnight.Add(hours[1])
	}
	return when
}

const hour = time.Hour

// tuesday is when the chorus meets.
var tuesday = september(8, 18*hour+hour/2, 20*hour+hour/2)

// chorus is a reminder with everything in it.
var chorus = mail.Reminder{
	Group: "Hill Street Chorus", Name: "Ada",
	When: tuesday, Where: "Hill Street Hall", Address: "12 Hill Street, Asheville",
	Directions: "Bus 4 stops at the door.",
	Organizers: []string{"Ben Okafor", "Cyd", "Dee"}, LookFor: "Ben, in a red scarf", ComeIn: "The side door is open.",
	MeetingURL: "https://regulars.example/groups/hill-street-chorus/2026-09-08",
	AnswerURL:  "https://regulars.example/answer/AAAB",
	Mails:      mail.Mails{SettingsURL: "https://regulars.example/settings/AAAC", UnsubscribeURL: "https://regulars.example/unsubscribe/reminder/AAAD"},
}

func with(change func(*mail.Reminder)) mail.Reminder {
	r := chorus
	change(&r)
	return r
}

// changed is a letter about a meeting that moved.
var changed = mail.MeetingChanged{
	Group: "Hill Street Chorus", When: september(9, 19*hour, 21*hour), Was: tuesday,
	Moved: true, Reason: "The hall is being painted.", Where: "St Mark’s, Room 2",
	Link: chorus.MeetingURL, Mails: chorus.Mails,
}

// bee is a group that has begun, and searchMails the pages about news of a search.
var (
	bee = mail.Started{Name: "Walcot Quilters", Where: "Walcot Hall, Bath, England", Next: tuesday,
		Link: "https://regulars.example/groups/walcot-quilters"}
	searchMails = mail.Mails{SettingsURL: chorus.SettingsURL, UnsubscribeURL: "https://regulars.example/unsubscribe/search/AAAE"}
)

// week has a meeting of each sort.
var week = mail.WeekAhead{
	Name: "Ada", Monday: september(7, 0).From, Link: "https://regulars.example/mine", Mails: chorus.Mails,
	Meetings: []mail.WeekMeeting{
		{Group: chorus.Group, When: chorus.When, Where: chorus.Where, Coming: true, Friends: 1, URL: chorus.MeetingURL},
		{Group: "Chess & Cake", When: september(9, 19*hour, 22*hour), Where: "St Mark’s, Room 2", Moved: true, Coming: true,
			URL: "https://regulars.example/groups/chess-cake/2026-09-08"},
		{Group: "Quilters", When: september(10, 10*hour, 12*hour), Declined: true, URL: "https://regulars.example/groups/quilters/2026-09-10"},
		{Group: "Repair Café", When: september(11, 15*hour, 18*hour), CalledOff: true, URL: "https://regulars.example/groups/repair-cafe/2026-09-11"},
		{Group: "Night Walkers", When: september(12, 22*hour, 25*hour), URL: "https://regulars.example/groups/night-walkers/2026-09-12"},
		{Group: "Shape Note Singing", When: september(13, 14*hour), Where: "West Asheville Library", Expected: true,
			URL: "https://regulars.example/groups/shape-note-singing/2026-09-13"},
	},
}

// letters are what the goldens in testdata show, one file pair each.
var letters = map[string]mail.Letter{
	"sign-in":            mail.SignIn{Link: "https://regulars.example/sign-in/AAAA", Minutes: 15},
	"sign-in-come":       mail.SignIn{Link: "https://regulars.example/sign-in/AAAB", Minutes: 15, Group: chorus.Group, Does: "come", When: chorus.When},
	"sign-in-stand":      mail.SignIn{Link: "https://regulars.example/sign-in/AAAC", Minutes: 15, Group: chorus.Group, Does: "stand", Habit: "every Tuesday"},
	"sign-in-save":       mail.SignIn{Link: "https://regulars.example/sign-in/AAAD", Minutes: 15, Group: chorus.Group, Does: "save"},
	"sign-in-join":       mail.SignIn{Link: "https://regulars.example/sign-in/AAAE", Minutes: 15, Group: chorus.Group, Does: "join"},
	"address-change-old": mail.AddressChange{Link: "https://regulars.example/address/A", Old: "ada@old.example", New: "ada@new.example"},
	"address-change-new": mail.AddressChange{Link: "https://regulars.example/address/B", Old: "ada@old.example", New: "ada@new.example", ForNew: true},
	"reminder":           chorus,
	"reminder-first":     with(func(r *mail.Reminder) { r.FirstTime, r.Friends = true, 1 }),
	"reminder-standing":  with(func(r *mail.Reminder) { r.Standing, r.Soon, r.Friends = true, true, 2 }),
	"reminder-moved":     with(func(r *mail.Reminder) { r.Moved, r.Reason = true, "The hall is being painted." }),
	"reminder-expected": mail.Reminder{
		Group: "Shape Note Singing", When: september(13, 14*hour), Where: "West Asheville Library",
		Expected: true, AsOf: time.Date(2026, time.August, 14, 6, 0, 0, 0, time.UTC), AnswerURL: "https://regulars.example/answer/AAAD",
		MeetingURL: "https://regulars.example/groups/shape-note-singing/2026-09-13", Mails: chorus.Mails,
	},
	"invitation":           mail.Invitation{Group: "Hill Street Chorus", From: "Ben Okafor", Link: "https://regulars.example/invitations/A"},
	"invitation-hand-over": mail.Invitation{Group: "Hill Street Chorus", From: "Ben Okafor", HandOver: true, Link: "https://regulars.example/invitations/B"},
	"claim-received":       mail.ClaimReceived{Group: "Hill Street Chorus", Who: "Ben <b>Okafor</b>", Words: "I have led it since 2011.\nAsk the hall.", Link: "https://regulars.example/host"},
	"claim-approved":       mail.ClaimAnswer{Group: "Hill Street Chorus", Approved: true, Link: "https://regulars.example/groups/hill-street-chorus", Mails: chorus.Mails},
	"claim-refused":        mail.ClaimAnswer{Group: "Hill Street Chorus", Link: "https://regulars.example/groups/hill-street-chorus", Mails: chorus.Mails},
	"calendar-lost":        mail.CalendarLost{Group: "Hill Street Chorus", Problem: "The calendar's server answers 404 Not Found.", Link: "https://regulars.example/edit/hill-street-chorus/calendar", Mails: chorus.Mails},
	"report":               mail.Report{Group: "Hill Street Chorus", Words: "They stopped in May.", Contact: "cyd@example.org", Link: "https://regulars.example/host"},
	"reports":              mail.Reports{Count: 12, Link: "https://regulars.example/host"},
	"report-anonymous":     mail.Report{Group: "Hill Street Chorus", Link: "https://regulars.example/host"},
	"meeting-moved":        changed,
	"new-face": mail.NewFace{Group: chorus.Group, When: chorus.When, New: 1, Names: []string{"Ada"}, Coming: 9,
		LookFor: chorus.LookFor, ComeIn: chorus.ComeIn, Link: "https://regulars.example/edit/hill-street-chorus/2026-09-08", Mails: chorus.Mails},
	"new-face-nameless": mail.NewFace{Group: chorus.Group, When: chorus.When, New: 2, Coming: 2,
		Link: "https://regulars.example/edit/hill-street-chorus/2026-09-08", Mails: chorus.Mails},
	"meeting-called-off": mail.MeetingChanged{Group: changed.Group, When: changed.Was, CalledOff: true, Where: changed.Where,
		Reason: "The hall is closed for the storm.", Link: changed.Link, Mails: changed.Mails},
	"meeting-more": mail.MeetingChanged{Group: changed.Group, When: changed.When, Was: changed.Was, Moved: true, More: 14,
		Where: changed.Where, Link: changed.Link, Mails: changed.Mails},
	"meeting-other-day": mail.MeetingChanged{Group: changed.Group, When: changed.Was, CalledOff: true, More: 14, Next: changed.When,
		Reason: "The group meets at other times now.", Link: changed.Link, Mails: changed.Mails},
	"meeting-ended": mail.MeetingChanged{Group: changed.Group, When: changed.Was, CalledOff: true, Ended: true, More: 15,
		Reason: "The group has ended.", Link: "https://regulars.example/find", Mails: changed.Mails},
	"confirm-search":      mail.ConfirmSearch{What: "quilting", Near: "Bath, England", Link: "https://regulars.example/confirm/A"},
	"confirm-search-any":  mail.ConfirmSearch{Near: "Bath, England", Link: "https://regulars.example/confirm/B"},
	"confirm-search-wish": mail.ConfirmSearch{What: "Quilting", Near: "Bath, England", Wish: true, Link: "https://regulars.example/confirm/C"},
	"search-news":         mail.SearchNews{What: "quilting", Near: "Bath, England", Groups: []mail.Started{bee}, Count: 1, Link: "https://regulars.example/find?near=Bath&q=quilting", Mails: searchMails},
	"search-news-more": mail.SearchNews{Near: "Bath, England", Groups: []mail.Started{bee,
		{Name: "Shape Note Singing", Next: september(13, 14*hour), Expected: true, Link: "https://regulars.example/groups/shape-note-singing"},
		{Name: "Chess & <Go>", Where: "Bath", Link: "https://regulars.example/groups/chess-go"},
	}, Count: 7, Link: "https://regulars.example/find?near=Bath", Mails: searchMails},
	"be-first": mail.BeFirst{What: "Quilting", Near: "Bath, England", Count: 5, Link: "https://regulars.example/list?interest=Quilting&near=Bath%2C+England",
		Mails: mail.Mails{SettingsURL: chorus.SettingsURL, UnsubscribeURL: "https://regulars.example/unsubscribe/wish/AAAF"}},
	"there-is-one": mail.ThereIsOne{What: "Quilting", Near: "Bath, England", Group: bee},
	"note": mail.Note{Group: chorus.Group, From: "Ben Okafor", Words: "We begin with soup.\nThe door code is <1234>.", When: chorus.When, Where: chorus.Where,
		Link: chorus.MeetingURL, AnswerURL: chorus.AnswerURL, Mails: chorus.Mails},
	"note-nameless": mail.Note{Group: chorus.Group, Words: "We begin with soup.", When: chorus.When, Link: chorus.MeetingURL, Mails: chorus.Mails},
	"week-ahead":    week,
	"welcome": mail.Welcome{Group: chorus.Group, Name: "Ada", When: chorus.When, Where: chorus.Where, Address: chorus.Address,
		Directions: chorus.Directions, Organizers: chorus.Organizers, LookFor: chorus.LookFor, ComeIn: chorus.ComeIn,
		FirstMinutes: "We warm up together; nobody sings alone.", Bring: "Water", Cost: "A tin goes round", Habit: "every Tuesday", Friends: 1, Reminded: september(7, 18*hour),
		MeetingURL: chorus.MeetingURL, AnswerURL: chorus.AnswerURL, Mails: chorus.Mails},
	"welcome-bare":             mail.Welcome{Group: chorus.Group, When: chorus.When, MeetingURL: chorus.MeetingURL, AnswerURL: chorus.AnswerURL, Mails: chorus.Mails},
	"taken-down":               mail.TakenDown{Group: chorus.Group, Link: "https://regulars.example/contact", Mails: chorus.Mails},
	"report-answer":            mail.ReportAnswer{Group: chorus.Group, Link: "https://regulars.example/groups/hill-street-chorus"},
	"report-answer-taken-down": mail.ReportAnswer{Group: chorus.Group, TakenDown: true, Link: "https://regulars.example/find"},
	"now-claimed": mail.NowClaimed{Group: chorus.Group, When: chorus.When, Where: chorus.Where,
		Link: "https://regulars.example/groups/hill-street-chorus", Mails: chorus.Mails},
	"meeting-on-again": mail.MeetingChanged{Group: changed.Group, When: changed.Was, Where: changed.Where, Link: changed.Link, Mails: changed.Mails},
}

func newLetters(t testing.TB) *mail.Letters {
	t.Helper()
	l, err := mail.NewLetters(site)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// write puts a letter into English.
func write(t testing.TB, letter mail.Letter) mail.Message {
	t.Helper()
	m, err := newLetters(t).Write(letter, words.English)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// folders hold the goldens of each language.
var folders = map[*words.Language]string{words.English: "testdata", words.German: "testdata/de"}

func TestLettersReadAsTheirGoldens(t *testing.T) {
	t.Parallel()
	for _, l := range words.All() {
		written := newLetters(t)
		for name, letter := range letters {
			m, err := written.Write(letter, l)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, folders[l], name+".txt", "Subject: "+m.Subject+"\n\n"+m.Text)
			golden(t, folders[l], name+".html", m.HTML)
			if !strings.Contains(m.HTML, `<html lang="`+l.Tag()+`">`) {
				t.Errorf("%s in %s says that it is in another language", name, l.Name())
			}
		}
	}
}

func golden(t *testing.T, folder, name, got string) {
	t.Helper()
	path := filepath.Join(folder, name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from its golden (renew with -update):\n%s", name, got)
	}
}

func TestEveryGoldenHasItsLetter(t *testing.T) {
	t.Parallel()
	for l, folder := range folders {
		paths, err := filepath.Glob(folder + "/*.*")
		if err != nil || len(paths) != 2*len(letters) {
			t.Errorf("%d goldens in %s for %d letters, %v", len(paths), l.Name(), len(letters), err)
		}
	}
}

// Neither part may say less than the other, and neither may load or hide anything.
func TestLettersLoadNothingAndSayTheSameTwice(t *testing.T) {
	t.Parallel()
	for name, letter := range letters {
		m := write(t, letter)
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(m.HTML))
		if err != nil {
			t.Fatal(err)
		}
		if n := doc.Find("img, link, script, iframe, form, video, audio, object, [src], [background]").Length(); n > 0 {
			t.Errorf("%s: %d elements that load or act", name, n)
		}
		if strings.Contains(m.HTML, "url(") || strings.Contains(m.HTML, "@import") {
			t.Errorf("%s: a style that loads", name)
		}
		doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
			if href := a.AttrOr("href", ""); !strings.Contains(m.Text, href) {
				t.Errorf("%s: %s is in the HTML only", name, href)
			}
		})
		if m.Link == "" || !strings.Contains(m.Text, m.Link) || doc.Find(`a[href="`+m.Link+`"]`).Length() != 1 {
			t.Errorf("%s: link %q is not in both parts", name, m.Link)
		}
		if strings.Contains(m.Text, "\n\n\n") || strings.Contains(m.Text+m.HTML, "<no value>") {
			t.Errorf("%s: gaps in\n%s", name, m.Text)
		}
	}
}

func TestOnlyLettersNobodyAskedForCanBeTurnedOff(t *testing.T) {
	t.Parallel()
	if m := write(t, chorus); m.Unsubscribe != chorus.UnsubscribeURL {
		t.Errorf("reminder: unsubscribe %q", m.Unsubscribe)
	}
	if m := write(t, changed); m.Unsubscribe != changed.UnsubscribeURL {
		t.Errorf("meeting changed: unsubscribe %q", m.Unsubscribe)
	}
	for _, name := range []string{"search-news", "be-first"} {
		if m := write(t, letters[name]); !strings.Contains(m.Unsubscribe, "/unsubscribe/") {
			t.Errorf("%s: unsubscribe %q", name, m.Unsubscribe)
		}
	}
	for _, asked := range []string{"sign-in", "welcome", "claim-approved", "taken-down", "report-answer"} {
		if m := write(t, letters[asked]); m.Unsubscribe != "" {
			t.Errorf("%s: unsubscribe %q", asked, m.Unsubscribe)
		}
	}
}

func TestWordsOfOthersStayWords(t *testing.T) {
	t.Parallel()
	m := write(t, mail.ClaimReceived{
		Group: "A\r\nBcc: all@example.org", Who: `<script>alert("1")</script>`, Words: "one\x00\x1b[2Jtwo", Link: "javascript:alert(1)",
	})
	if m.Subject != "A Bcc: all@example.org: somebody says it is theirs" {
		t.Errorf("subject %q", m.Subject)
	}
	if strings.Contains(m.HTML, "<script") || strings.Contains(m.HTML, `href="javascript:`) {
		t.Errorf("words became markup:\n%s", m.HTML)
	}
	if strings.ContainsAny(m.Text, "\x00\x1b") {
		t.Errorf("controls in the text: %q", m.Text)
	}
}

func TestExpectedMeetingsOfferNoPlace(t *testing.T) {
	t.Parallel()
	m := write(t, letters["reminder-expected"])
	for _, part := range []string{m.Text, m.HTML} {
		if strings.Contains(part, "place is kept") || strings.Contains(part, "Not this time") {
			t.Errorf("promises a place:\n%s", part)
		}
		if !strings.Contains(part, "Expected, from a public calendar, as of 14 August 2026; ask before you go.") {
			t.Errorf("does not say what it is:\n%s", part)
		}
	}
}

func TestLettersNeedNothingButTheirStruct(t *testing.T) {
	t.Parallel()
	bare, err := mail.NewLetters(mail.Site{})
	if err != nil {
		t.Fatal(err)
	}
	for name := range letters {
		if _, err := bare.Write(letters[name], words.German); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := bare.Write(nil, words.English); err == nil {
		t.Error("a letter of nothing was written")
	}
}
