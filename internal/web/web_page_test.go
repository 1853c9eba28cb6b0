package web

import (
	"net/http"
	"strings"
	"testing"

	"regulars/internal/groups"
	"regulars/internal/web/htmltest"
)

// A group's own web page is where one can ask it, so it is shown wherever the group is.
func TestAGroupNamesItsWebPage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("web", "www.example.org/chorus")
	if group.Web != "https://www.example.org/chorus" {
		t.Errorf("it is kept as %q", group.Web)
	}
	page := r.wantStatus(r.get(chorusPath), http.StatusOK)
	page.page.In("[aria-labelledby=who] a[rel]", htmltest.HasText("example.org"),
		htmltest.HasAttr("href", group.Web), htmltest.HasAttr("rel", "nofollow ugc noopener noreferrer"))
	if !strings.Contains(page.body, `"sameAs":"https://www.example.org/chorus"`) {
		t.Error("search engines do not read it")
	}
	if told := reads[apiGroupPage](r, "/api/v1"+chorusPath); told.WebPage != group.Web {
		t.Errorf("programs read %q", told.WebPage)
	}
	r.get("/edit/hill-street-chorus").page.In("#web", htmltest.HasAttr("value", group.Web))

	for _, wrong := range []string{"javascript:alert(1)", "ftp://example.org", "https://", "https://ana:secret@example.org/", "https://exa mple.org"} {
		page := r.wantStatus(r.post("/list", chorusForm("name", "Another", "web", wrong)...), http.StatusUnprocessableEntity).page
		page.In("#web-error", htmltest.HasText("the whole address of a web page"))
		page.In("#web", htmltest.Count(1))
	}
	r.get("/contact").page.In("main", htmltest.HasText("where it has a web page of its own"), htmltest.HasText("Tell those who run this site"))
}

// Who claims a listing does not lose the page that its calendar named.
func TestTheWebPageStaysWhenAListingIsClaimed(t *testing.T) {
	t.Parallel()
	r := hosted(t)
	group := r.imported("Knit & Natter", false)
	details := group.Details
	details.Web = "https://knit.example/"
	r.must(r.Groups.Reimport(t.Context(), group.ID, details))
	claim, err := r.Groups.Claim(t.Context(), group.ID, r.person("Ana").ID, "It is mine.")
	r.must(err)
	_, err = r.Groups.Decide(t.Context(), claim, true)
	r.must(err)
	page := r.get(groupPath(group.Slug)).page
	page.In("[aria-labelledby=who] a[rel]", htmltest.HasText("knit.example"))
	if group, err = r.Groups.ByID(t.Context(), group.ID); err != nil || !group.Claimed || !groups.IsWeb(group.Web) {
		t.Errorf("%+v, %v", group, err)
	}
}
