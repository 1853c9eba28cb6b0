package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"regulars/internal/groups"
	"regulars/internal/place"
	"regulars/internal/web/htmltest"
)

func TestAccountIsShownAndKept(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := r.signIn("ana@example.org")
	page := r.wantStatus(r.get("/account"), 200).page
	page.In("h1", htmltest.HasText("Account"))
	page.In("#mails + p + p a", htmltest.HasAttr("href", "/settings/"+r.Signer.Sign("settings", m.ID)))

	saved := r.wantRedirect(r.post("/account", "name", "  Ana  <b> "), "/account")
	saved.page.In(".notice", htmltest.HasText("Saved."))
	saved.page.In("input[name=name]", htmltest.HasAttr("value", "Ana <b>"))
	got, err := r.Members.ByID(t.Context(), m.ID)
	r.must(err)
	if got.Name != "Ana <b>" || !got.RemindDayBefore {
		t.Errorf("kept %+v", got)
	}
}

func TestABadNameIsShownAgainAndNotKept(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := r.signIn("ana@example.org")
	long := strings.Repeat("x", 81)
	page := r.wantStatus(r.post("/account", "name", long), 422).page
	page.In("input[name=name]", htmltest.HasAttr("value", long))
	page.In("#name-error", htmltest.HasText("80 characters"))
	page.In("input[name=day_before][checked]", htmltest.Count(0))
	got, err := r.Members.ByID(t.Context(), m.ID)
	r.must(err)
	if got != m {
		t.Errorf("changed to %+v", got)
	}
}

func TestTheAddressChangesWhenBothMailsAgree(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := r.signIn("old@example.org")
	r.wantRedirect(r.post("/account/address", "email", "new@example.org"), "/account").
		page.In(".notice", htmltest.HasText("one to new@example.org"))
	old, _ := r.mailed("old-address", "old@example.org")
	next, _ := r.mailed("new-address", "new@example.org")
	r.cookies = map[string]string{} // the mails may be opened anywhere

	for _, link := range []string{old, next} {
		page := r.wantStatus(r.get(link), 200).page
		page.In("main button", htmltest.Count(1))
		page.In("main", htmltest.HasText("old@example.org"), htmltest.HasText("new@example.org"))
	}
	r.wantStatus(r.post(old), http.StatusSeeOther)
	r.wantStatus(r.post(old), http.StatusNotFound)
	if got, _ := r.Members.ByID(t.Context(), m.ID); got.Email != "old@example.org" {
		t.Error("changed after one side agreed")
	}
	r.wantStatus(r.post(next), http.StatusSeeOther)
	if got, _ := r.Members.ByID(t.Context(), m.ID); got.Email != "new@example.org" {
		t.Error("did not change after both agreed")
	}
	r.wantStatus(r.get(next), http.StatusNotFound)
}

func TestAnAddressThatAnotherHasCannotBeTaken(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ben@example.org")
	r.signIn("ana@example.org")
	r.wantStatus(r.post("/account/address", "email", "ben@example.org"), http.StatusSeeOther)
	old, _ := r.mailed("old-address", "ana@example.org")
	next, _ := r.mailed("new-address", "ben@example.org")
	r.wantStatus(r.post(old), http.StatusSeeOther)
	r.wantStatus(r.post(next), http.StatusConflict).page.In("main", htmltest.HasText("Another account has the address"))
}

func TestBadNewAddressesAreShownAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	for typed, want := range map[string]string{"": "Please type", "ana": "does not look", "ANA@example.org": "your address already"} {
		page := r.wantStatus(r.post("/account/address", "email", typed), 422).page
		page.In("#email-error", htmltest.HasText(want))
		page.In("input[name=name]", htmltest.HasAttr("value", "")) // the other form is as it was
	}
	if n := r.count(`SELECT count(*) FROM mails`); n != 0 {
		t.Errorf("%d mails were posted", n)
	}
}

func TestDeletingTheAccountIsAskedThenDone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := r.signIn("ana@example.org")
	r.wantStatus(r.get("/account/delete"), 200).page.In("form[action='/account/delete'] button", htmltest.Count(1))
	if n := r.count(`SELECT count(*) FROM members`); n != 1 {
		t.Fatal("opening the page deleted the account")
	}
	r.wantStatus(r.post("/account/delete"), http.StatusSeeOther)
	if n := r.count(`SELECT count(*) FROM members WHERE id = $1`, m.ID); n != 0 {
		t.Error("the account is still there")
	}
	r.wantStatus(r.get("/account"), http.StatusSeeOther)
}

// traces are the tables that hold an address somewhere, however it is capitalized.
func (r *rig) traces(address string) (tables []string) {
	r.t.Helper()
	var all []string
	r.must(r.DB.Select(r.t.Context(), &all, `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`))
	for _, table := range all {
		if r.count(`SELECT count(*) FROM `+table+` t WHERE t::text ILIKE '%' || $1 || '%'`, address) > 0 {
			tables = append(tables, table)
		}
	}
	return tables
}

// everywhere lets an address stand wherever one may: in an invitation, a report, mails,
// links and a change, and has its server refuse mails. Its member is signed in then.
func (r *rig) everywhere(typed, email string) {
	r.t.Helper()
	r.chorus()
	r.signIn("Maren@example.org")
	r.wantStatus(r.post("/edit/hill-street-chorus/invite", "email", typed), http.StatusSeeOther)
	r.wantStatus(r.post("/groups/hill-street-chorus/report", "words", "It has ended.", "contact", typed), http.StatusSeeOther)
	r.wantStatus(r.post("/sign-in", "email", typed), http.StatusSeeOther)
	r.signIn(email)
	r.wantStatus(r.post("/account/address", "email", "other@example.org"), http.StatusSeeOther)
	_, err := r.DB.Exec(r.t.Context(), `
		INSERT INTO refusals (email, times, answer, last_at) VALUES ($1::text, 3, '550 no ' || $1::text, $2)`, email, r.at)
	r.must(err)
	if held := r.traces(email); !slices.Equal(held, []string{"invitations", "mailed_links", "mails", "members", "refusals", "reports"}) {
		r.t.Fatalf("%s stands in %q", email, held)
	}
}

func TestADeletedAccountLeavesNoAddress(t *testing.T) {
	t.Parallel()
	for typed, email := range map[string]string{
		"Ana@example.org":    "ana@example.org",
		"ana@bücher.example": "ana@xn--bcher-kva.example",
	} {
		r := newRig(t)
		r.everywhere(typed, email)
		r.wantStatus(r.post("/account/delete"), http.StatusSeeOther)
		for _, address := range []string{typed, email, "other@example.org"} {
			if held := r.traces(address); len(held) > 0 {
				t.Errorf("%s remains in %q", address, held)
			}
		}
	}
}

// What waits goes on under the new address, and the old one is gone.
func TestAnAddressThatWasChangedIsForgotten(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.everywhere("ana@example.org", "ana@example.org")
	for kind, email := range map[string]string{"old-address": "ana@example.org", "new-address": "other@example.org"} {
		link, _ := r.mailed(kind, email)
		r.wantStatus(r.post(link), http.StatusSeeOther)
	}
	if held := r.traces("ana@example.org"); len(held) > 0 {
		t.Errorf("the old address remains in %q", held)
	}
	if held := r.traces("other@example.org"); !slices.Contains(held, "invitations") || !slices.Contains(held, "reports") {
		t.Errorf("the new address is in %q only", held)
	}
	if _, n := r.invitation(); n != 1 || r.posted("invitation")[0].Email != "other@example.org" {
		t.Error("the invitation that waits does not go to the new address")
	}
	r.wantStatus(r.post("/account/delete"), http.StatusSeeOther)
	if held := r.traces("other@example.org"); len(held) > 0 {
		t.Errorf("the new address remains in %q", held)
	}
}

func TestAnOnlyOrganizerHandsOverFirst(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := r.signIn("ana@example.org")
	_, err := r.Groups.Create(t.Context(), m.ID, groups.Details{
		Name: "Hill Street Chorus", Interests: []string{"singing"}, Town: "Asheville",
		Point: place.Point{Lat: 35.6, Lon: -82.55}, Zone: "America/New_York",
	})
	r.must(err)
	page := r.wantStatus(r.get("/account/delete"), 200).page
	page.In("main", htmltest.HasText("Nobody else organizes Hill Street Chorus."))
	page.In("main form", htmltest.Count(0))
	r.wantStatus(r.post("/account/delete"), http.StatusConflict)
	if n := r.count(`SELECT count(*) FROM members`); n != 1 {
		t.Error("the account was deleted")
	}
}
