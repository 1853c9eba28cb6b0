package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"regulars/internal/web/htmltest"
)

// toldHosts gives what the mails of a kind say of themselves.
func (r *rig) toldHosts(kind string) (abouts []map[string]int64) {
	r.t.Helper()
	var texts []string
	r.must(r.DB.Select(r.t.Context(), &texts, `SELECT about FROM mails WHERE kind = $1 ORDER BY email`, kind))
	for _, text := range texts {
		var about map[string]int64
		r.must(json.Unmarshal([]byte(text), &about))
		abouts = append(abouts, about)
	}
	return abouts
}

func TestReportNeedsNoAccount(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.barbershop(nil, tuesdays())
	r.must(r.Members.AddHost(t.Context(), "one@library.example"))
	r.must(r.Members.AddHost(t.Context(), "two@library.example"))
	path := valleyPath + "/report"
	r.wantStatus(r.get(path), http.StatusOK).page.In("h1", htmltest.HasText("What is wrong with North Valley Barbershop?"))

	page := r.wantRedirect(r.post(path, "words", "It is private.", "contact", "me@example.org"), valleyPath).page
	page.In(".notice.good", htmltest.HasText("Thank you. Those who run this site have been told, and decide."))
	reports, err := r.Groups.Reports(t.Context())
	r.must(err)
	if len(reports) != 1 || reports[0].GroupID != group.ID || reports[0].Words != "It is private." || reports[0].Contact != "me@example.org" {
		t.Fatalf("reports are %+v", reports)
	}
	if told := r.toldHosts("report"); len(told) != 2 {
		t.Errorf("hosts were told %v", told)
	}
}

func TestReportsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.barbershop(nil, tuesdays())
	path := valleyPath + "/report"
	for name, fields := range map[string][]string{
		"nothing":       {"words", "  "},
		"no fields":     {},
		"too long":      {"words", strings.Repeat("a", 1001)},
		"NUL":           {"words", "a\x00b"},
		"invalid UTF-8": {"words", "a\xffb"},
		"long contact":  {"words", "It is private.", "contact", strings.Repeat("a", 201)},
	} {
		t.Run(name, func(t *testing.T) {
			page := r.wantStatus(r.post(path, fields...), http.StatusUnprocessableEntity).page
			page.In(".error", htmltest.Count(1))
		})
	}
	r.wantStatus(r.post(path, "words", strings.Repeat("a", 900_000)), http.StatusUnprocessableEntity)
	r.wantStatus(r.post("/groups/nobody/report", "words", "x"), http.StatusNotFound)
	if n := r.count(`SELECT (SELECT count(*) FROM reports) + (SELECT count(*) FROM mails)`); n != 0 {
		t.Fatalf("%d rows were written", n)
	}
	for range 20 {
		r.wantStatus(r.post(path, "words", "It is private."), http.StatusSeeOther)
	}
	a := r.wantStatus(r.post(path, "words", "It is private."), http.StatusTooManyRequests)
	a.page.In(".notice.bad", htmltest.HasText("Several people have reported this already."))
	a.page.In("textarea[name=words]", htmltest.HasText("It is private."))
}

func TestClaimAListing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.barbershop(nil, tuesdays())
	r.chorus()
	r.must(r.Members.AddHost(t.Context(), "one@library.example"))
	r.signIn("lead@valley.example")
	path := valleyPath + "/claim"
	r.wantStatus(r.get(path), http.StatusOK).page.In("h1", htmltest.HasText("Is North Valley Barbershop your group?"))
	r.wantStatus(r.post(path, "words", " "), http.StatusUnprocessableEntity).page.In(".error", htmltest.HasText("Please say in a sentence"))

	page := r.wantRedirect(r.post(path, "words", "I lead it."), valleyPath).page
	page.In(".notice.good", htmltest.HasText("Thank you. Those who run this site look at it and write to lead@valley.example."))
	claims, err := r.Groups.Claims(t.Context())
	r.must(err)
	if len(claims) != 1 || claims[0].Words != "I lead it." || claims[0].Email != "lead@valley.example" {
		t.Fatalf("claims are %+v", claims)
	}
	if told := r.toldHosts("claim-received"); len(told) != 1 || told[0]["claim"] != claims[0].ID {
		t.Errorf("hosts were told %v", told)
	}
	page = r.wantStatus(r.post(path, "words", "I lead it."), http.StatusConflict).page
	page.In(".notice.bad", htmltest.HasText("You have asked for this group already."))
	if told := r.toldHosts("claim-received"); len(told) != 1 {
		t.Error("a refused claim was mailed")
	}

	r.wantRedirect(r.get(chorusPath+"/claim"), chorusPath).page.In(".notice.good", htmltest.HasText("has an organizer already"))
	r.wantStatus(r.post(chorusPath+"/claim", "words", "Mine."), http.StatusConflict)
}
