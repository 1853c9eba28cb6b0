package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/web/htmltest"
)

// signInTo goes the way through the mail from a page that asks for an address, and
// gives the link of the mail.
func (r *rig) signInTo(page htmltest.Page, email string) (link string) {
	r.t.Helper()
	r.wantStatus(r.post("/sign-in", "email", email, "onward", page.Attr("input[name=onward]", "value")), http.StatusSeeOther)
	link, _ = r.mailed("sign-in", email)
	return link
}

// Somebody without an account presses "I'm coming", and has a place after one more
// press: with the friends they bring and the name they give, and nothing before it.
func TestWhatWasPressedComesAlongThroughSigningIn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus(capacity(8))
	const words = "I'm coming to Hill Street Chorus on Tuesday 8 September, with 2 friends"

	pressed := r.wantStatus(r.post(firstPath+"/come", "back", chorusPath, "friends", "2"), http.StatusSeeOther)
	page := r.get(pressed.header.Get("Location")).page
	page.In("main", htmltest.HasText(words+". Where shall we send the link? One press on the page behind it takes your place, and signs you in."),
		htmltest.HasText("works the same way whether or not you have been here before"))
	refused := r.wantStatus(r.post("/sign-in", "email", "ana at home", "onward", page.Attr("input[name=onward]", "value")), 422)
	refused.page.In("main", htmltest.HasText(words))

	sent := r.wantStatus(r.post("/sign-in", "email", "ana@example.org", "onward", page.Attr("input[name=onward]", "value")), http.StatusSeeOther)
	again := r.get(sent.header.Get("Location")).page
	again.In("main", htmltest.HasText(words), htmltest.HasText("until then nothing is settled"))
	r.get(again.Attr("main a", "href")).page.In("main", htmltest.HasText(words))

	link, _ := r.mailed("sign-in", "ana@example.org")
	for range 3 { // as a mail scanner would
		page := r.wantStatus(r.get(link), http.StatusOK).page
		page.In("main", htmltest.HasText(words), htmltest.HasText("as ana@example.org on this device"))
		page.In("main button", htmltest.Count(1), htmltest.HasText("Sign in and take my place"))
	}
	if n := r.count(`SELECT (SELECT count(*) FROM places) + (SELECT count(*) FROM sessions)`); n != 0 {
		t.Fatal("opening a link has acted")
	}
	r.wantStatus(r.post(link, "name", strings.Repeat("a", 81)), http.StatusUnprocessableEntity).page.In("#name-error")
	page = r.wantRedirect(r.post(link, "name", "Ana"), chorusPath).page
	page.In(".notice.good", htmltest.HasText("You are signed in. You have a place on Tuesday 8 September, and so have your 2 friends. We remind you on Monday 7 September at 18:00."))
	page.In("#next", htmltest.HasText("You are coming, with 2 friends."))
	if n := r.count(`SELECT count(*) FROM places p JOIN members m ON m.id = p.member_id WHERE p.coming AND p.friends = 2 AND m.name = 'Ana'`); n != 1 {
		t.Error("no place of Ana's with two friends is kept")
	}
	if n := r.count(`SELECT count(*) FROM mails WHERE kind = 'welcome'`); n != 1 {
		t.Errorf("%d welcomes are posted, want one", n)
	}
}

func TestEveryButtonWorksThroughSigningIn(t *testing.T) {
	t.Parallel()
	for path, c := range map[string]struct{ words, button, said, row string }{
		chorusPath + "/stand": {"I come to Hill Street Chorus every Tuesday.", "Sign in and keep my place",
			"You are signed in. You come every Tuesday from now on.", `SELECT count(*) FROM standing_places`},
		chorusPath + "/join": {"Join Hill Street Chorus.", "Sign in and join",
			"You are signed in. You have joined Hill Street Chorus.", `SELECT count(*) FROM memberships WHERE role = 'member'`},
		valleyPath + "/save": {"Save North Valley Barbershop and remind me.", "Sign in and save it",
			"You are signed in. Saved. We remind you of each expected date", `SELECT count(*) FROM memberships WHERE role = 'member'`},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.chorus()
			r.barbershop(nil, tuesdays())
			page := r.get(r.wantStatus(r.post(path), http.StatusSeeOther).header.Get("Location")).page
			page.In("main", htmltest.HasText(c.words))
			link := r.signInTo(page, "ana@example.org")
			r.get(link).page.In("main button", htmltest.HasText(c.button))
			group := path[:strings.LastIndex(path, "/")]
			r.wantRedirect(r.post(link), group).page.In(".notice.good", htmltest.HasText(c.said))
			if n := r.count(c.row); n != 1 {
				t.Errorf("%d rows, want one", n)
			}
		})
	}
}

// What cannot be done any more is said, and they are signed in all the same.
func TestWhatWasPressedMayHaveBecomeImpossible(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus(capacity(2))
	page := r.get(r.wantStatus(r.post(firstPath+"/come", "back", chorusPath), http.StatusSeeOther).header.Get("Location")).page
	link := r.signInTo(page, "ana@example.org")
	r.comes(group, first, r.person("Ada"), 1)
	page = r.wantRedirect(r.post(link), chorusPath).page
	page.In(".notice", htmltest.HasText("You are signed in. This meeting is full."))
	page.In("header a[href='/account']", htmltest.Count(1))

	r.cookies = map[string]string{} // and nobody is sent through the mail for what is full already
	r.wantStatus(r.post(firstPath+"/come"), http.StatusConflict).page.In(".notice.bad", htmltest.HasText("This meeting is full."))
	r.wantStatus(r.post(firstPath+"/come", "friends", "6"), http.StatusUnprocessableEntity)
}

// A link that came too late is renewed without pressing anything again.
func TestANewLinkTakesAlongWhatWasPressed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	page := r.get(r.wantStatus(r.post(chorusPath+"/stand"), http.StatusSeeOther).header.Get("Location")).page
	link := r.signInTo(page, "ana@example.org")
	r.at = r.at.Add(members.LinkLasts)
	page = r.wantStatus(r.get(link), http.StatusNotFound).page
	page.In("main", htmltest.HasText("I come to Hill Street Chorus every Tuesday."))
	r.wantStatus(r.post(link), http.StatusNotFound)
	r.at = r.at.Add(time.Minute)
	r.wantRedirect(r.post(r.signInTo(page, "ana@example.org")), chorusPath)
	if n := r.count(`SELECT count(*) FROM standing_places`); n != 1 {
		t.Errorf("%d standing places, want one", n)
	}
}

// An address that is no button of a group is a page to go on to, and no more.
func TestNoOtherAddressIsPressed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	for _, address := range []string{
		"/groups/nobody/stand", "/groups/%00/join", "/groups/%ff%fe/join", chorusPath + "/leave", chorusPath + "/unstand",
		chorusPath + "/2026-09-10/come", chorusPath + "/stand?friends=7", chorusPath + "/come", firstPath + "/stand", firstPath, "//evil.example/groups/x/join", "%zz",
	} {
		r.wantStatus(r.get(signInPath(address)), http.StatusOK).page.In("main", htmltest.HasText("We mail you a link"))
	}
	named := r.get(signInPath(firstPath + "/come?back=//evil.example&name=Rude"))
	link := r.signInTo(named.page, "ana@example.org")
	r.wantRedirect(r.post(link), chorusPath)
	if n := r.count(`SELECT count(*) FROM members WHERE name = 'Rude'`); n != 0 {
		t.Error("an address gave somebody a name")
	}
}

// Whoever has given no name is asked for one where it is of use, once, and may say
// nothing.
func TestTheFirstPlaceAsksForAName(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	r.barbershop(nil, tuesdays())
	r.get(chorusPath).page.In("#name", htmltest.Count(0)) // who is signed out is asked behind the link
	ana := r.signIn("ana@example.org")
	r.get(chorusPath).page.In("#next #name", htmltest.Count(1))
	refused := r.wantStatus(r.post(firstPath+"/come", "name", strings.Repeat("a", members.LongestName+1), "friends", "1"), 422)
	refused.page.In("#name-error", htmltest.HasText("keep this to 80 characters"))
	refused.page.In("#friends option[selected]", htmltest.HasText("Me and a friend"))
	r.wantRedirect(r.post(firstPath+"/come", "name", ""), firstPath)
	r.wantRedirect(r.post(chorusPath+"/stand", "name", " Ana "), chorusPath).page.In("#name", htmltest.Count(0))
	r.get(firstPath).page.In("#name", htmltest.Count(0))
	r.post(firstPath+"/come", "name", "Another")
	r.get(valleyPath+"/claim").page.In("#name", htmltest.Count(0))
	if m, err := r.Members.ByID(t.Context(), ana.ID); err != nil || m.Name != "Ana" {
		t.Errorf("the name is %q, %v", m.Name, err)
	}
	r.cookies = map[string]string{}
	page := r.get(r.post(firstPath + "/come").header.Get("Location")).page
	r.get(r.signInTo(page, "ana@example.org")).page.In("#name", htmltest.Count(0))
}

func TestAClaimAsksForAName(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.barbershop(nil, tuesdays())
	r.signIn("ana@example.org")
	r.get(valleyPath+"/claim").page.In("#name", htmltest.Count(1))
	long := strings.Repeat("a", members.LongestName+1)
	r.wantStatus(r.post(valleyPath+"/claim", "name", long, "words", "It is ours."), 422).page.In("#name-error")
	r.wantRedirect(r.post(valleyPath+"/claim", "name", "Ana", "words", "It is ours."), valleyPath)
	if n := r.count(`SELECT count(*) FROM members WHERE name = 'Ana'`); n != 1 {
		t.Error("the name is not kept")
	}
}

// Only as many friends are offered as there is room for.
func TestNobodyIsOfferedPlacesThatAreNotThere(t *testing.T) {
	t.Parallel()
	mine := true
	for name, c := range map[string]struct {
		capacity, going, friends int
		mine                     *bool
		most                     int // friends offered; 0: no choice
	}{
		"no limit":                {0, 40, 0, nil, meetings.MostFriends},
		"plenty":                  {20, 3, 0, nil, meetings.MostFriends},
		"three left":              {8, 5, 0, nil, 2},
		"one left":                {8, 7, 0, nil, 0},
		"none left":               {8, 8, 0, nil, 0},
		"mine, none left":         {8, 8, 2, &mine, 2},
		"mine alone, none left":   {8, 8, 0, &mine, 0},
		"mine, fewer than before": {2, 4, 3, &mine, 3},
	} {
		at := seat{Capacity: c.capacity, Meeting: meetings.Meeting{Going: c.going, Mine: c.mine, MyFriends: c.friends}}
		if got := max(len(at.Parties())-1, 0); got != c.most {
			t.Errorf("%s: up to %d friends are offered, want %d", name, got, c.most)
		}
	}
	r := newRig(t)
	group := r.chorus(capacity(2))
	r.comes(group, first, r.person("Ada"), 0)
	r.get(chorusPath).page.In("#next", htmltest.HasText("1 place is left"), htmltest.HasNoText("friend"))
}

func TestDeletingNamesAllThatGoes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	r.get("/account/delete").page.In("main", htmltest.HasText("your memberships and the groups you saved, your saved searches and your wishes are deleted"))
}
