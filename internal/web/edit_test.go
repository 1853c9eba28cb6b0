package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/reminders"
	"regulars/internal/schedule"
	"regulars/internal/web/htmltest"
	"regulars/internal/words"
)

// posted are the mails of a kind that wait to be sent, in order.
type posted struct {
	Email  string `db:"email"`
	Member int64  `db:"member_id"`
	Words  string `db:"about"`
	reminders.About
}

func (r *rig) posted(kind string) (mails []posted) {
	r.t.Helper()
	r.must(r.DB.Select(r.t.Context(), &mails, `
		SELECT coalesce(email, '') AS email, coalesce(member_id, 0) AS member_id, about
		FROM mails WHERE kind = $1 ORDER BY id`, kind))
	for i := range mails {
		r.must(json.Unmarshal([]byte(mails[i].Words), &mails[i].About))
	}
	return mails
}

// stands lets somebody come every time, and gives their id. The browser stays
// that of whoever it was.
func (r *rig) stands(group groups.Group, email string) int64 {
	r.t.Helper()
	m, err := r.Members.Ensure(r.t.Context(), email)
	r.must(err)
	_, err = r.Meetings.Stand(r.t.Context(), group.ID, m.ID, 0)
	r.must(err)
	return m.ID
}

// edited is the form of the chorus's details, as it stands, with changes.
func edited(group groups.Group, change ...string) []string {
	var pairs []string
	values := detailValues(group.Details)
	values["version"] = "1"
	for i := 0; i+1 < len(change); i += 2 {
		values[change[i]] = change[i+1]
	}
	for name, value := range values {
		pairs = append(pairs, name, value)
	}
	return pairs
}

func TestEditTheDetails(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	page := r.wantStatus(r.get("/edit/hill-street-chorus"), http.StatusOK).page
	page.In("#interest", htmltest.HasAttr("value", "Singing"))
	page.In("#near", htmltest.HasAttr("value", "Asheville, North Carolina"))
	page.In("input[name=public_place][checked]", htmltest.Count(1))
	page.In("input[name=beginners][checked]", htmltest.Count(0))
	page.In("input[name=version]", htmltest.HasAttr("value", "1"))

	r.goesTo(r.post("/edit/hill-street-chorus", edited(group, "name", "Hill Street Singers", "bring", "a pencil\r\nwater", "alone", "on")...),
		"/edit/hill-street-singers")
	now, err := r.Groups.ByID(t.Context(), group.ID)
	r.must(err)
	if now.Name != "Hill Street Singers" || now.Bring != "a pencil\nwater" || !now.Alone ||
		now.Point != group.Point || now.Interests[0] != "singing" || *now.Price != 5 {
		t.Errorf("it is kept as %+v", now)
	}
	r.wantStatus(r.get("/edit/hill-street-chorus"), http.StatusOK) // the old address still leads there
	if n := len(r.posted("meeting-changed")); n != 0 {
		t.Errorf("%d mails about a change that moved nothing", n)
	}
}

// What an organizer says is what the search for a language finds.
func TestTheLanguageOfAGroup(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("language", "fr")
	page := r.wantStatus(r.get("/edit/hill-street-chorus"), http.StatusOK).page
	page.In("#language option[selected]", htmltest.Count(1), htmltest.HasAttr("value", "fr"), htmltest.HasText("français"))
	r.get("/groups/hill-street-chorus").page.In(".tags", htmltest.HasText("français"))
	_, err := r.Search.Refresh(t.Context())
	r.must(err)
	for lang, want := range map[string]int{"fr": 1, "de": 0} {
		r.wantStatus(r.get("/find?near=Asheville&lang="+lang), http.StatusOK).page.In("[aria-labelledby=found] .hit", htmltest.Count(want))
	}
	wrong := r.wantStatus(r.post("/edit/hill-street-chorus", edited(group, "language", "klingon")...), http.StatusUnprocessableEntity).page
	wrong.In("#language[aria-invalid=true]", htmltest.Count(1))

	_, err = r.DB.Exec(t.Context(), `UPDATE groups SET language = 'gd'`) // which is not in the list, and stays
	r.must(err)
	group.Language = "gd"
	r.goesTo(r.post("/edit/hill-street-chorus", edited(group, "bring", "a pencil")...), "/edit/hill-street-chorus")
	if n := r.count(`SELECT count(*) FROM groups WHERE language = 'gd'`); n != 1 {
		t.Error("a language that is not in the list was lost")
	}
	r.get("/edit/hill-street-chorus").page.In("#language option[selected]", htmltest.HasAttr("value", "gd"))
	late := r.wantStatus(r.post("/edit/hill-street-chorus", edited(group, "language", "fr")...), http.StatusConflict).page
	late.In(".notice.ask", htmltest.HasText("gd"))
	r.goesTo(r.post("/edit/hill-street-chorus", edited(group, "language", "", "version", "2")...), "/edit/hill-street-chorus")
	if n := r.count(`SELECT count(*) FROM groups WHERE language = ''`); n != 1 {
		t.Error("a language cannot be taken back")
	}
}

func TestWrongDetailsChangeNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	page := r.wantStatus(r.post("/edit/hill-street-chorus", edited(group, "name", "", "near", "Qwertyville", "bring", "bells")...),
		http.StatusUnprocessableEntity).page
	page.In(".notice.bad li", htmltest.Count(2))
	page.In("#bring", htmltest.HasText("bells"))
	r.wantStatus(r.post("/edit/hill-street-chorus", edited(group, "about", "\xff")...), http.StatusUnprocessableEntity)
	now, err := r.Groups.ByID(t.Context(), group.ID)
	r.must(err)
	if now.Version != group.Version || now.Bring != "" {
		t.Errorf("wrong forms changed it to %+v", now)
	}
}

func TestAStaleFormShowsWhatTheOtherWrote(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	r.goesTo(r.post("/edit/hill-street-chorus", edited(group, "venue", "St Mark’s", "quiet", "on")...), "/edit/hill-street-chorus")

	late := []string{"venue", "The Library", "about", "Ours."}
	page := r.wantStatus(r.post("/edit/hill-street-chorus", edited(group, late...)...), http.StatusConflict).page
	page.In(".notice.bad", htmltest.HasText("Somebody else has changed this group"))
	page.In(".notice.ask dd", htmltest.Count(3), htmltest.HasText("St Mark’s"), htmltest.HasText("We sing what someone brings."), htmltest.HasText("yes"))
	page.In("#venue", htmltest.HasAttr("value", "The Library"))
	page.In("input[name=version]", htmltest.HasAttr("value", "2"))
	page.In("input[name=quiet][checked]", htmltest.Count(0))

	r.goesTo(r.post("/edit/hill-street-chorus", edited(group, append(late, "version", "2")...)...), "/edit/hill-street-chorus")
}

func TestMorePlacesSeatThoseWhoComeEveryTime(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	r.goesTo(r.post("/edit/hill-street-chorus", edited(group, "capacity", "1")...), "/edit/hill-street-chorus")
	bea, cyd := r.stands(group, "bea@example.org"), r.stands(group, "cyd@example.org")
	r.goesTo(r.post("/edit/hill-street-chorus", edited(group, "capacity", "2", "version", "2")...), "/edit/hill-street-chorus")
	for _, member := range []int64{bea, cyd} {
		if n := r.count(`SELECT count(*) FROM places WHERE member_id = $1 AND coming`, member); n != 16 {
			t.Errorf("member %d has %d places, want 16", member, n)
		}
	}
}

func TestAnotherZoneMovesTheMeetings(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	bea := r.stands(group, "bea@example.org")
	r.goesTo(r.post("/edit/hill-street-chorus", edited(group, "near", "Denver, Colorado")...), "/edit/hill-street-chorus")
	mails := r.posted("meeting-changed")
	if len(mails) != 1 || mails[0].Member != bea || len(mails[0].Before) != 16 {
		t.Errorf("mails about the move: %+v", mails)
	}
	now, err := r.Groups.ByID(t.Context(), group.ID)
	r.must(err)
	coming, err := r.Meetings.Upcoming(t.Context(), group.ID, bea, 1)
	r.must(err)
	if hour := coming[0].Starts.UTC().Hour(); now.Zone != "America/Denver" || hour != 0 || !coming[0].Coming() {
		t.Errorf("in %s the next one is at %v", now.Zone, coming[0].Starts)
	}
}

func TestEditWhenItMeets(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("rhythm", "nth", "which", "1,3", "on", "6")
	page := r.wantStatus(r.get("/edit/hill-street-chorus/when"), http.StatusOK).page
	page.In("#rhythm option[selected]", htmltest.HasAttr("value", "nth"))
	page.In("#which input[checked]", htmltest.Count(2))
	page.In("#on input[checked]", htmltest.HasAttr("value", "6"), htmltest.Count(1))
	page.In("#starts", htmltest.HasAttr("value", "18:30"))
	page.In(".notice.ask", htmltest.Count(0))
	bea := r.stands(group, "bea@example.org")

	form := []string{"rhythm", "1", "on", "4", "from", "2026-09-01", "starts", "19:00", "ends", "21:00"}
	shown := r.wantStatus(r.post("/edit/hill-street-chorus/when", append(form, "show", "dates")...), http.StatusOK).page
	shown.In("#dates .rhythm", htmltest.HasText("Every Thursday, 19:00 to 21:00"))
	if words := r.timetable(group).Words(words.English); !strings.HasPrefix(words, "First and third Saturday") {
		t.Fatalf("showing the dates changed them: %s", words)
	}
	r.goesTo(r.post("/edit/hill-street-chorus/when", form...), "/edit/hill-street-chorus/dates")
	if words := r.timetable(group).Words(words.English); words != "Every Thursday, 19:00 to 21:00" {
		t.Errorf("it meets %s", words)
	}
	mails := r.posted("meeting-changed")
	if len(mails) != 1 || mails[0].Member != bea || len(mails[0].Before) < 2 {
		t.Errorf("who had places at Saturdays gets %+v", mails)
	}
	bad := r.wantStatus(r.post("/edit/hill-street-chorus/when", "rhythm", "1", "from", "2026-02-31"), http.StatusUnprocessableEntity).page
	bad.In(".notice.bad li", htmltest.Count(3))
}

func TestWhatTheFormCannotSayIsSaid(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	table := r.timetable(group)
	table[0].Except = append(table[0].Except, table[0].Start.AddDate(0, 0, 7))
	yearly, err := schedule.ParseRule("FREQ=YEARLY")
	r.must(err)
	odd := table[0]
	odd.Rule = yearly
	_, err = r.Meetings.SetTimetable(t.Context(), group.ID, meetings.Timetable{odd})
	r.must(err)
	page := r.wantStatus(r.get("/edit/hill-street-chorus/when"), http.StatusOK).page
	page.In(".notice.ask", htmltest.HasText("Now: The 1st of September"), htmltest.HasText("takes its place"))

	_, err = r.Meetings.SetTimetable(t.Context(), group.ID, table)
	r.must(err)
	r.goesTo(r.post("/edit/hill-street-chorus/when", "on", "2", "from", "2026-09-01", "starts", "19:00", "ends", "21:00"),
		"/edit/hill-street-chorus/dates")
	if kept := r.timetable(group)[0].Except; len(kept) != 1 {
		t.Errorf("dates left out are %v now", kept)
	}
}

func TestPauseAndDelete(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	bea := r.stands(group, "bea@example.org")
	r.wantRedirect(r.post("/edit/hill-street-chorus/pause"), "/edit/hill-street-chorus").page.In("form[action$='/resume']")
	r.wantRedirect(r.post("/edit/hill-street-chorus/resume"), "/edit/hill-street-chorus").page.In("form[action$='/pause']")

	r.wantStatus(r.get("/edit/hill-street-chorus/delete"), http.StatusOK).page.In("form[action$='/delete'] button", htmltest.Count(1))
	if group, err := r.Groups.ByID(t.Context(), group.ID); err != nil || group.State != groups.Listed {
		t.Fatalf("looking at the page made it %s (%v)", group.State, err)
	}
	r.goesTo(r.post("/edit/hill-street-chorus/delete"), "/mine")
	if n := r.count(`SELECT count(*) FROM meetings WHERE status <> 'called_off'`); n != 0 {
		t.Errorf("%d meetings are still on", n)
	}
	if mails := r.posted("meeting-changed"); len(mails) != 1 || mails[0].Member != bea || len(mails[0].Before) != 16 {
		t.Errorf("who had places gets %+v", mails)
	}
	r.wantStatus(r.get("/edit/hill-street-chorus"), http.StatusNotFound)
	r.wantStatus(r.post("/edit/hill-street-chorus/delete"), http.StatusNotFound)
}
