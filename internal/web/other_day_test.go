package web

import (
	"net/http"
	"testing"

	"regulars/internal/web/htmltest"
)

// Who said that they come every Tuesday reads what became of it where they look, and is
// asked for Fridays; an extra Saturday is no Tuesday either.
func TestAYesForTuesdaysIsNoneForFridays(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	r.stands(group, "bea@example.org")
	fridays := []string{"schedule", keyOf(r.timetable(group)[0]), "rhythm", "1", "on", "5", "from", "2026-09-04", "starts", "18:30", "ends", "20:30"}

	r.goesTo(r.post("/edit/hill-street-chorus/also", "also", "2026-09-05", "at", "10:00"), chorusWhen)
	r.signIn("bea@example.org")
	saturday := r.wantStatus(r.get(chorusPath+"/2026-09-05"), http.StatusOK).page
	saturday.In("main", htmltest.HasText("You said that you come every Tuesday. This is another day, so no place is kept for you yet."),
		htmltest.HasText("I'm coming on Saturday"))
	saturday.In("[formaction='/groups/hill-street-chorus/stand']", htmltest.Count(0))

	r.signIn("ana@example.org")
	r.goesTo(r.post(chorusWhen, fridays...), chorusDates)
	r.signIn("bea@example.org")
	page := r.wantStatus(r.get(chorusPath), http.StatusOK).page
	page.In("#next", htmltest.HasText("You said that you come every Tuesday. This is another day"), htmltest.HasText("I'm coming on Friday"),
		htmltest.HasText("I come every Friday"), htmltest.HasText("I no longer come every Tuesday"))
	mine := r.wantStatus(r.get("/mine"), http.StatusOK).page
	mine.In("main", htmltest.HasText("called off: The group meets at other times now."),
		htmltest.HasText("another day than you said, so no place is kept yet"))
	r.get(chorusPath+"/unstand").page.In("h1", htmltest.HasText("No longer every Tuesday?"))

	r.goesTo(r.post(chorusPath+"/stand", "back", chorusPath), chorusPath)
	page = r.get(chorusPath).page
	page.In("#next", htmltest.HasText("You come every Friday, so your place is kept"))
	r.get("/mine").page.In("main", htmltest.HasText("your place is kept"))
}
