package mail_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"regulars/internal/mail"
)

var update = flag.Bool("update", false, "write the goldens anew")

var site = mail.Site{Name: "Regulars", URL: "https://regulars.example", Contact: "hello@regulars.example"}

// chorus is a reminder with everything in it.
var chorus = mail.Reminder{
	Group: "Hill Street Chorus", Name: "Ada",
	When: "Tuesday 8 September, 18:30 to 20:30", Where: "Hill Street Hall", Address: "12 Hill Street, Asheville",
	Directions: "Bus 4 stops at the door.", GettingHome: "The last bus leaves at 21:40.\nBen gives lifts to the north side.",
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
	Group: "Hill Street Chorus", When: "Wednesday 9 September, 19:00 to 21:00", Was: "Tuesday 8 September, 18:30 to 20:30",
	Moved: true, Reason: "The hall is being painted.", Where: "St Mark’s, Room 2",
	Link: chorus.MeetingURL, Mails: chorus.Mails,
}

// letters are what the goldens in testdata show, one file pair each.
var letters = map[string]mail.Letter{
	"sign-in":            mail.SignIn{Link: "https://regulars.example/sign-in/AAAA", Minutes: 15},
	"address-change-old": mail.AddressChange{Link: "https://regulars.example/address/A", Old: "ada@old.example", New: "ada@new.example"},
	"address-change-new": mail.AddressChange{Link: "https://regulars.example/address/B", Old: "ada@old.example", New: "ada@new.example", ForNew: true},
	"reminder":           chorus,
	"reminder-first":     with(func(r *mail.Reminder) { r.FirstTime, r.Friends = true, 1 }),
	"reminder-standing":  with(func(r *mail.Reminder) { r.Standing, r.Soon, r.Friends = true, true, 2 }),
	"reminder-moved":     with(func(r *mail.Reminder) { r.Moved, r.Reason = true, "The hall is being painted." }),
	"reminder-expected": mail.Reminder{
		Group: "Shape Note Singing", When: "Sunday 13 September, 14:00", Where: "West Asheville Library",
		Expected: true, AsOf: "14 August 2026", AnswerURL: "https://regulars.example/answer/AAAD",
		MeetingURL: "https://regulars.example/groups/shape-note-singing/2026-09-13", Mails: chorus.Mails,
	},
	"invitation":           mail.Invitation{Group: "Hill Street Chorus", From: "Ben Okafor", Link: "https://regulars.example/invitations/A"},
	"invitation-hand-over": mail.Invitation{Group: "Hill Street Chorus", From: "Ben Okafor", HandOver: true, Link: "https://regulars.example/invitations/B"},
	"claim-received":       mail.ClaimReceived{Group: "Hill Street Chorus", Who: "Ben <b>Okafor</b>", Words: "I have led it since 2011.\nAsk the hall.", Link: "https://regulars.example/host"},
	"claim-approved":       mail.ClaimAnswer{Group: "Hill Street Chorus", Approved: true, Link: "https://regulars.example/groups/hill-street-chorus"},
	"claim-refused":        mail.ClaimAnswer{Group: "Hill Street Chorus", Link: "https://regulars.example/groups/hill-street-chorus"},
	"report":               mail.Report{Group: "Hill Street Chorus", Words: "They stopped in May.", Contact: "cyd@example.org", Link: "https://regulars.example/host"},
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
	"meeting-ended": mail.MeetingChanged{Group: changed.Group, When: changed.Was, CalledOff: true, Ended: true, More: 15,
		Reason: "The group has ended.", Link: "https://regulars.example/find", Mails: changed.Mails},
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

func write(t testing.TB, letter mail.Letter) mail.Message {
	t.Helper()
	m, err := newLetters(t).Write(letter)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLettersReadAsTheirGoldens(t *testing.T) {
	t.Parallel()
	for name, letter := range letters {
		m := write(t, letter)
		golden(t, name+".txt", "Subject: "+m.Subject+"\n\n"+m.Text)
		golden(t, name+".html", m.HTML)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
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
	paths, err := filepath.Glob("testdata/*.*")
	if err != nil || len(paths) != 2*len(letters) {
		t.Errorf("%d goldens for %d letters, %v", len(paths), len(letters), err)
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
	if m := write(t, letters["sign-in"]); m.Unsubscribe != "" {
		t.Errorf("sign-in: unsubscribe %q", m.Unsubscribe)
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
		if _, err := bare.Write(letters[name]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := bare.Write(nil); err == nil {
		t.Error("a letter of nothing was written")
	}
}
