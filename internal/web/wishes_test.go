package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"regulars/internal/mail/mailtest"
	"regulars/internal/web/htmltest"
)

// The whole way of somebody without an account: nothing found, be told, say yes,
// hear of a group that starts, end it.
func TestFromNothingFoundToNewsAndItsEnd(t *testing.T) {
	t.Parallel()
	w := newQuilters(t)
	page := w.finds(quilting)
	page.In("[aria-labelledby=wishes]", htmltest.HasText("Be told:"), htmltest.HasText("Be one of the first:"), htmltest.HasNoText("others"))
	asked := w.asked(page)

	if asked != "near=Asheville%2C+North+Carolina&q=quilting" { // and no distance but that of the page
		t.Errorf("what is asked for is %s", asked)
	}

	refused := w.wantStatus(w.post("/searches", "search", asked, "email", "ana"), http.StatusUnprocessableEntity).page
	refused.In("#email-error", htmltest.HasText("does not look like a mail address"))
	refused.In("#email", htmltest.HasAttr("value", "ana"))
	refused.In("[name=search]", htmltest.HasAttr("value", asked))

	sent := w.wantRedirect(w.post("/searches", "search", asked, "email", "ana@example.org"), "/find?"+asked)
	sent.page.In(".notice", htmltest.HasText("We sent a mail to ana@example.org."))
	mailed := w.one()
	w.hears(mailed, "quilting near Asheville, North Carolina")
	confirm := w.link(mailed, "/confirm/")
	w.wantStatus(w.get(confirm), http.StatusOK).page.In("main", // a scanner opens it
		htmltest.HasText("ana@example.org"), htmltest.HasText("Quilting near Asheville, North Carolina"))
	if n := w.count(`SELECT count(*) FROM saved_searches`); n != 0 {
		t.Fatal("opening the link saved the search")
	}
	w.wantRedirect(w.post(confirm), "/find?"+asked).page.In(".notice.good", htmltest.HasText("Saved."))
	w.wantStatus(w.post(confirm), http.StatusNotFound)
	w.wantStatus(w.get(confirm), http.StatusNotFound)

	w.at = w.at.Add(25 * time.Hour)
	if got := w.tick(); len(got) != 0 {
		t.Fatalf("nothing is new, and yet came %q", got[0].Subject)
	}
	w.lists(somewhere("Walcot Quilters", "quilting", 3), time.Thursday, 19)
	w.at = w.at.Add(24 * time.Hour)
	news := w.one()
	w.hears(news, "New: quilting near Asheville", "Walcot Quilters", "Next: Thursday 3 September, 19:00", "Hill Street Hall",
		w.Site.URL+"/groups/walcot-quilters", "/settings/")
	stop := w.link(news, "/unsubscribe/search/")
	if header := news.Header.Get("List-Unsubscribe"); !strings.Contains(header, stop) || news.Header.Get("List-Unsubscribe-Post") != "" {
		t.Errorf("the header is %q; one click wants https", header)
	}
	w.wantStatus(w.get(w.link(news, "/find?")), http.StatusOK).page.In(".hit", htmltest.HasText("Walcot Quilters"))

	w.wantStatus(w.get(stop), http.StatusOK).page.In("main", htmltest.HasText("Quilting near Asheville"))
	if n := w.count(`SELECT count(*) FROM saved_searches`); n != 1 {
		t.Fatal("opening the link ended the search")
	}
	for range 2 { // mail programs may ask twice
		if got := w.wantStatus(w.oneClick(stop), http.StatusOK); got.body != "Unsubscribed.\n" || got.header.Get("Set-Cookie") != "" {
			t.Errorf("answered %q, %v", got.body, got.header)
		}
	}
	w.wantStatus(w.get(stop), http.StatusNotFound)
	if n := w.count(`SELECT count(*) FROM saved_searches`) + w.count(`SELECT count(*) FROM seen_groups`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

// Five wish, by whatever words and places of the area; each is invited once, and told
// once when there is a group.
func TestFiveWishersAreInvitedAndTold(t *testing.T) {
	t.Parallel()
	w := newQuilters(t)
	for i, search := range []string{quilting, "q=patchwork&near=28801", "q=quilt&near=35.6,-82.55", "q=sewing+bee&near=Asheville&day=tue"} {
		asked := w.asked(w.finds(search))
		w.signIn(fmt.Sprintf("m%d@example.org", i))
		w.wantRedirect(w.post("/wishes", "search", asked), "/find?"+asked)
		delete(w.cookies, sessionCookie)
	}
	w.finds(quilting).In("[aria-labelledby=wishes]", htmltest.HasText("Four others near Asheville wish for Quilting."))
	if got := w.tick(); len(got) != 0 {
		t.Fatalf("four are enough for %q", got[0].Subject)
	}
	w.language = "de"
	asked := w.asked(w.finds(quilting))
	w.wantRedirect(w.post("/wishes", "search", asked, "email", "eva@example.org"), "/find?"+asked)
	mailed := w.one()
	w.hears(mailed, "Dein Wunsch", "quilting bei Asheville, North Carolina")
	w.get(w.link(mailed, "/confirm/")).page.In("main", htmltest.HasText("Quilting near Asheville, North Carolina"))
	w.wantRedirect(w.post(w.link(mailed, "/confirm/")), "/find?"+asked)

	invited := map[string]mailtest.Received{}
	for _, m := range w.tick() {
		invited[m.To] = m
		for _, other := range []string{"m0@", "m1@", "m2@", "m3@", "eva@"} {
			if strings.Contains(m.Text, other) {
				t.Errorf("%s reads of %s", m.To, other)
			}
		}
	}
	if len(invited) != 5 {
		t.Fatalf("%d are invited, want 5", len(invited))
	}
	w.hears(invited["eva@example.org"], "5 Menschen wünschen sich Quilting bei Asheville")
	w.hears(invited["m0@example.org"], "5 people wish for Quilting near Asheville", "a public place")
	if got := w.tick(); len(got) != 0 {
		t.Errorf("invited again: %q", got[0].Subject)
	}

	// One withdraws by the mail, one on the page of results; one opens the group.
	w.wantStatus(w.oneClick(w.link(invited["m3@example.org"], "/unsubscribe/wish/")), http.StatusOK)
	w.signIn("m2@example.org")
	page := w.finds(quilting)
	page.In("[aria-labelledby=wishes]", htmltest.HasText("You wish for Quilting near Asheville. Three others"))
	w.wantRedirect(w.post("/wishes/withdraw", "id", page.Attr("[formaction='/wishes/withdraw']", "value"), "back", "/mine"), "/mine")
	m0 := w.signIn("m0@example.org")
	form := w.wantStatus(w.get(w.link(invited["m0@example.org"], "/list?")), http.StatusOK).page
	form.In("#interest", htmltest.HasAttr("value", "Quilting"))
	form.In("#near", htmltest.HasAttr("value", "Asheville, North Carolina"))
	w.organizer = m0.ID
	w.lists(somewhere("Walcot Quilters", "quilting", 3), time.Thursday, 19)

	w.at = w.at.Add(time.Hour)
	told := map[string]bool{}
	for _, m := range w.tick() {
		told[m.To] = true
	}
	if len(told) != 2 || !told["m1@example.org"] || !told["eva@example.org"] {
		t.Errorf("told are %v", told)
	}
	if n := w.count(`SELECT count(*) FROM wishes`); n != 0 {
		t.Errorf("%d wishes are left", n)
	}
}

func TestWhatIsAskedForStandsOnMineAndEndsThere(t *testing.T) {
	t.Parallel()
	w := newQuilters(t)
	asked := w.asked(w.finds(quilting + "&day=tue&week=this&km=10"))
	w.signIn("ana@example.org")
	w.wantRedirect(w.post("/searches", "search", asked), "/find?"+asked)
	w.wantRedirect(w.post("/wishes", "search", asked), "/find?"+asked)
	w.finds(asked).In("[aria-labelledby=wishes]", htmltest.HasText("You asked to be told"), htmltest.HasText("You wish for Quilting near Asheville."))

	mine := w.get("/mine").page
	mine.In("[aria-labelledby=searches] a", htmltest.HasText("Quilting near Asheville, North Carolina: Tuesdays, within 6 miles"))
	mine.In("[aria-labelledby=wishes]", htmltest.HasText("Quilting near Asheville, North Carolina"), htmltest.HasNoText("others"))
	id := mine.Attr("[aria-labelledby=searches] button", "value")
	w.signIn("bea@example.org") // whose it is not
	w.wantRedirect(w.post("/searches/end", "id", id), "/mine")
	w.signIn("ana@example.org")
	if n := w.count(`SELECT count(*) FROM saved_searches`); n != 1 {
		t.Fatal("another ended it")
	}
	w.wantRedirect(w.post("/searches/end", "id", id), "/mine").page.In("[aria-labelledby=searches]", htmltest.Count(0))

	w.wantRedirect(w.post("/searches", "search", asked), "/find?"+asked)
	m := w.signIn("ana@example.org")
	w.wantRedirect(w.post(w.settingsPath(m.ID)+"/stop"), w.settingsPath(m.ID))
	if n := w.count(`SELECT (SELECT count(*) FROM saved_searches) + (SELECT count(*) FROM wishes)`); n != 0 {
		t.Error("“no mails at all” leaves something that makes mails")
	}
}

func TestAnotherOneIsOfferedQuietlyWhereThereAreSome(t *testing.T) {
	t.Parallel()
	w := newQuilters(t)
	w.lists(somewhere("Walcot Quilters", "quilting", 3), time.Thursday, 19)
	found := w.finds(quilting)
	found.In("form[action='/searches']", htmltest.Count(0))
	path := found.Attr("a.btn[href^='/searches?']", "href")
	page := w.wantStatus(w.get(path), http.StatusOK).page
	page.In("h1", htmltest.HasText("Hear when another one starts"))
	page.In(".lead", htmltest.HasText("Quilting near Asheville, North Carolina"))
	page.In("[formaction='/wishes']", htmltest.Count(0))
	asked := page.Attr("[name=search]", "value")
	w.signIn("ana@example.org")
	got := w.wantStatus(w.post("/wishes", "search", asked), http.StatusConflict)
	got.page.In(".notice.bad", htmltest.HasText("There is a group for Quilting near Asheville now."))
	w.wantRedirect(w.post("/searches", "search", asked), "/find?"+asked)
	again := w.wantStatus(w.get(path), http.StatusOK).page
	again.In("h1", htmltest.HasText("You hear when another one starts"))
	again.In("[formaction='/searches/end']", htmltest.Count(1))
	w.at = w.at.Add(25 * time.Hour)
	if got := w.tick(); len(got) != 0 {
		t.Errorf("what was there when it was saved is no news: %q", got[0].Subject)
	}
}

func TestAskingTellsNotWhetherAnAddressIsKnownAndIsLimited(t *testing.T) {
	t.Parallel()
	w := newQuilters(t)
	w.person("Ada")
	asked := w.asked(w.finds(quilting))
	known := w.post("/searches", "search", asked, "email", "Ada@example.org")
	other := w.post("/searches", "search", asked, "email", "Bea@example.org")
	if known.status != other.status || known.header.Get("Location") != other.header.Get("Location") || known.body != other.body {
		t.Errorf("answers differ: %d %q, %d %q", known.status, known.body, other.status, other.body)
	}
	for range 4 {
		w.wantRedirect(w.post("/wishes", "search", asked, "email", "bea@example.org"), "/find?"+asked)
	}
	got := w.wantStatus(w.post("/wishes", "search", asked, "email", "bea@example.org"), http.StatusTooManyRequests)
	if got.header.Get("Retry-After") == "" {
		t.Error("it does not say when to try again")
	}
}

// Where somebody is, as their browser says, is in no row and no mail of what they ask for.
func TestWhereSomebodyIsIsNotStored(t *testing.T) {
	t.Parallel()
	w := newQuilters(t)
	for _, point := range []string{"35.61,-82.57", "35.6112, -82.5701", "-54.4,3.4"} { // the last is far from any town
		raw := "q=quilting&near=" + url.QueryEscape(point)
		asked := w.asked(w.finds(raw))
		if strings.Contains(asked, ".") {
			t.Errorf("%s is asked for as %s", point, asked)
		}
		for _, search := range []string{asked, raw} { // by the form, or by hand
			w.post("/searches", "search", search, "email", "eva@example.org")
			w.signIn("ana@example.org")
			w.post("/searches", "search", search)
			w.post("/wishes", "search", search)
			delete(w.cookies, sessionCookie)
		}
	}
	if n := w.count(`SELECT count(*) FROM saved_searches`); n != 2 {
		t.Errorf("%d searches are saved, want one for each town", n)
	}
	for _, rows := range []string{"saved_searches", "wishes", "mailed_links", "mails"} {
		if n := w.count(`SELECT count(*) FROM ` + rows + ` r WHERE to_jsonb(r)::text ~ '(35\.6[0-9]*|-54\.4)(,|%2C)'`); n != 0 {
			t.Errorf("%d rows of %s hold the point", n, rows)
		}
	}
	mine := w.signIn("ana@example.org")
	if n := w.count(`SELECT count(*) FROM wishes WHERE member_id = $1`, mine.ID); n == 0 {
		t.Error("no wish was made")
	}
}

// What the yes in a mail could not do is said at the form, and no mail leads to it.
func TestNoMailAsksForWhatCannotBe(t *testing.T) {
	t.Parallel()
	w := newQuilters(t)
	asked := w.asked(w.finds(quilting))
	for i := range 101 {
		w.lists(somewhere(fmt.Sprintf("Quilters %d", i), "quilting", 3), time.Thursday, 19)
	}
	_, err := w.Search.Refresh(t.Context())
	w.must(err)
	for path, want := range map[string]string{"/searches": "more than 100 groups already", "/wishes": "There is a group for Quilting near Asheville now."} {
		page := w.wantStatus(w.post(path, "search", asked, "email", "ana@example.org"), http.StatusConflict).page
		page.In(".notice.bad", htmltest.HasText(want))
		page.In("#email", htmltest.HasAttr("value", "ana@example.org"))
	}
	if n := w.count(`SELECT count(*) FROM mails`) + w.count(`SELECT count(*) FROM mailed_links`); n != 0 {
		t.Errorf("%d mails and links were made", n)
	}
}

func TestAskingForWhatIsNoSearch(t *testing.T) {
	t.Parallel()
	w := newQuilters(t)
	w.signIn("ana@example.org")
	for _, search := range []string{"", "%zz", "q=quilting", "q=x&near=" + url.QueryEscape("Nowhere at all"), "near=Asheville&km=900"} {
		w.wantStatus(w.post("/searches", "search", search), http.StatusUnprocessableEntity)
	}
	for _, path := range []string{"/confirm/x", "/unsubscribe/search/x", "/unsubscribe/wish/x",
		"/unsubscribe/search/" + w.Signer.Sign("withdraw wish", 1), "/confirm/" + w.Signer.Sign("sign-in", 1)} {
		w.wantStatus(w.get(path), http.StatusNotFound)
		w.wantStatus(w.post(path), http.StatusNotFound)
	}
	if n := w.count(`SELECT count(*) FROM saved_searches`); n != 0 {
		t.Errorf("%d searches were saved", n)
	}
}

func TestHostsSeeWhatIsWishedForFromTwoOn(t *testing.T) {
	t.Parallel()
	w := newQuilters(t)
	w.must(w.Members.AddHost(t.Context(), "hal@example.org"))
	wish := func(email, search string) {
		asked := w.asked(w.finds(search))
		w.signIn(email)
		w.post("/wishes", "search", asked)
	}
	wish("ana@example.org", quilting)
	wish("bea@example.org", quilting)
	wish("bea@example.org", "q=chess&near=Bath")
	w.signIn("hal@example.org")
	w.get("/host").page.In("[aria-labelledby=wished]", htmltest.HasText("Quilting, Asheville, North Carolina"), htmltest.HasText("2 people"), htmltest.HasNoText("Chess"))
}
