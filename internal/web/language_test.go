package web

import (
	"net/http"
	"testing"

	"regulars/internal/web/htmltest"
)

// in gives the language in which the last mail of a kind is to be, to whoever has no
// account.
func (r *rig) in(kind string) (tag string) {
	r.t.Helper()
	r.must(r.DB.Get(r.t.Context(), &tag, `SELECT language FROM mails WHERE kind = $1 ORDER BY id DESC LIMIT 1`, kind))
	return tag
}

func TestANewAccountIsWrittenToInTheLanguageOfItsBrowser(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for accept, want := range map[string]string{
		"de-AT,de;q=0.9,en;q=0.8": "de", "en-GB,en;q=0.9,de;q=0.8": "en", "fr,de;q=0.5": "de", "fr": "en", "": "en", "de;q=x;;": "en",
	} {
		r.language, r.cookies = accept, map[string]string{}
		email := want + string(rune('a'+len(accept))) + "@example.org"
		r.wantRedirect(r.post("/sign-in", "email", email), "/sign-in/sent")
		if got := r.in("sign-in"); got != want {
			t.Errorf("a browser that wants %q gets its link in %q", accept, got)
		}
		link, _ := r.mailed("sign-in", email)
		r.wantRedirect(r.post(link), "/")
		r.get("/account").page.In("#language [selected]", htmltest.Count(1), htmltest.HasAttr("value", want))
	}
}

func TestMembersChooseTheirLanguage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := r.signIn("ana@example.org")
	page := r.get("/account").page
	page.In("#language option", htmltest.Count(2), htmltest.HasText("Deutsch"))
	page.In("label[for=language]", htmltest.HasText("Language of our mails"))
	for _, path := range []string{"/account", r.settingsPath(m.ID)} {
		saved := r.wantRedirect(r.post(path, "name", "Ana", "language", "de"), path).page
		saved.In("#language [selected]", htmltest.HasAttr("value", "de"))
		kept := r.wantRedirect(r.post(path, "name", "Ana"), path).page // an old page, which did not ask
		kept.In("#language [selected]", htmltest.HasAttr("value", "de"))
		r.wantStatus(r.post(path, "name", "Bea", "language", "tlh"), http.StatusUnprocessableEntity).page.In("#language-error")
		r.wantRedirect(r.post(path, "name", "Ana", "language", "en"), path)
	}
	if got, _ := r.Members.ByID(t.Context(), m.ID); got.Name != "Ana" || got.Language != "en" {
		t.Errorf("a form that was refused changed it to %+v", got)
	}
}

func TestMailsToStrangersFollowTheBrowserOfWhoAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.barbershop(nil, tuesdays())
	group := r.listed()
	r.must(r.Members.AddHost(t.Context(), "host@library.example"))
	r.language = "de"
	r.wantRedirect(r.post(valleyPath+"/report", "words", "Zu."), valleyPath)
	r.wantStatus(r.post("/edit/"+group.Slug+"/invite", "email", "bea@example.org"), http.StatusSeeOther)
	ana := r.signIn("ana@example.org")
	r.wantStatus(r.post(valleyPath+"/claim", "words", "Ich."), http.StatusSeeOther)
	for _, kind := range []string{"report", "claim-received", "invitation"} {
		if got := r.in(kind); got != "de" {
			t.Errorf("a %s mail is in %q", kind, got)
		}
	}
	r.must(r.Members.SetLanguage(t.Context(), ana.ID, "de"))
	r.language = "en" // of a borrowed machine
	r.wantRedirect(r.post("/account/address", "email", "new@example.org"), "/account")
	if got := r.in("new-address"); got != "de" {
		t.Errorf("the new address of a member who reads German gets a mail in %q", got)
	}
}
