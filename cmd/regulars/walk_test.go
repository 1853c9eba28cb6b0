package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"regulars/internal/mail/mailtest"
)

// link finds the first address of the site in a mail that has path in it.
func link(t *testing.T, text, path string) string {
	t.Helper()
	found := regexp.MustCompile(`http://127\.0\.0\.1:\d+` + path + `[^\s>)]*`).FindString(text)
	if found == "" {
		t.Fatalf("no address with %s in\n%s", path, text)
	}
	return found
}

// The whole way of a newcomer, with everything real: home, find, group, sign in
// through the mail, come, be reminded, not this time.
func TestTheWholeWay(t *testing.T) {
	t.Parallel()
	post := mailtest.Start(t)
	r := newRig(t, "SMTP_URL="+post.URL)
	r.serve(t, "--demo")
	r.do(t, "tick") // the search has seen the demo town
	b := openBrowser(t)

	b.open(r.base + "/")
	b.fill("#q", "choir")
	b.fill("#near", "Bath")
	b.press("form.search button[type=submit]")
	b.reads("main", "Tuesday Rounds")
	b.reads(".hit", "Every Tuesday, 19:00 to 21:00")
	b.press(".hit a")
	b.reads("h1", "Tuesday Rounds")

	// A date two weeks on: for the next one the evening before may have passed.
	b.press(".dates li:nth-child(3) a")
	key := b.key()
	b.press("form[action$='/come'] button") // signed out: the yes comes along through signing in
	b.fill("#email", "newcomer@example.org")
	b.press("main form button")
	mails := post.Wait(t, 1, time.Minute)
	b.open(link(t, mails[0].Text, "/sign-in/"))
	b.press("main form button")
	b.reads("main", "You are coming")

	welcome := post.Wait(t, 2, time.Minute)[1] // the first place of their life
	if !strings.Contains(welcome.Subject, "You are coming: Tuesday Rounds") || !strings.Contains(welcome.Calendar, "SUMMARY:Tuesday Rounds") {
		t.Errorf("the welcome is %q with\n%s", welcome.Subject, welcome.Calendar)
	}

	r.do(t, "tick", "--at", eveningBefore(t, key))
	mails = post.Wait(t, 3, time.Minute)
	reminder := mails[2]
	if reminder.To != "newcomer@example.org" || !strings.Contains(reminder.Subject, "Tuesday Rounds") {
		t.Errorf("the reminder is for %v: %q", reminder.To, reminder.Subject)
	}
	if !strings.Contains(reminder.Text, "19:00") || !strings.Contains(reminder.HTML, "Friends' Meeting House") && !strings.Contains(reminder.HTML, "Friends&#39; Meeting House") {
		t.Errorf("the reminder says\n%s\n%s", reminder.Text, reminder.HTML)
	}
	if header := reminder.Header.Get("List-Unsubscribe"); !strings.Contains(header, "/unsubscribe/reminder/") {
		t.Errorf("List-Unsubscribe is %q", header)
	}
	keepForReaders(t, "reminder.eml", reminder.Raw)

	b.open(link(t, reminder.Text, "/answer/"))
	b.press("main form button")
	b.reads("main", "You have said so")
	r.do(t, "tick", "--at", eveningBefore(t, key))
	if n := post.Count(); n != 3 {
		t.Errorf("%d mails went out, want the link, the welcome and one reminder", n)
	}

	// whoever lists a group sees its dates while filling the form in
	b.open(r.base + "/list")
	b.fill("#starts", "19:00")
	b.fill("#ends", "21:00")
	b.evaluate(`(document.getElementById("on-2").click(), "")`)
	b.comesToRead("#dates", "Every Tuesday, 19:00 to 21:00")
}

// key is the date in the address of the meeting's page that is open.
func (b *browser) key() string {
	b.t.Helper()
	return b.address()[strings.LastIndex(b.address(), "/")+1:]
}

// keepForReaders writes what a test received where REGULARS_KEEP asks for it.
func keepForReaders(t *testing.T, name string, content []byte) {
	folder := os.Getenv("REGULARS_KEEP")
	if folder == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
		t.Error(err)
	}
}

// eveningBefore is 18:00 in Bath on the day before a meeting's date.
func eveningBefore(t *testing.T, key string) string {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	day, err := time.ParseInLocation(time.DateOnly, key, zone)
	if err != nil {
		t.Fatal(err)
	}
	return day.AddDate(0, 0, -1).Add(18 * time.Hour).Format(time.RFC3339)
}
