package web

import (
	"net/http"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/members"
	"regulars/internal/web/htmltest"
)

// reminder writes a reminder as the plan would, and gives where its button leads.
func (r *rig) reminder(group groups.Group, key string, who members.Member) (path string) {
	r.t.Helper()
	var id int64
	r.must(r.DB.Get(r.t.Context(), &id, `
		INSERT INTO mails (kind, member_id, meeting_id, due_at, closes_at) VALUES ('reminder', $1, $2, $3, $3) RETURNING id`,
		who.ID, r.meeting(group, key).ID, r.at))
	return "/answer/" + r.Signer.Sign("answer", id)
}

func TestAnswerFromAReminder(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group, ada := r.chorus(), r.person("Ada")
	_, err := r.Meetings.Stand(t.Context(), group.ID, ada.ID, 0)
	r.must(err)
	path := r.reminder(group, first, ada)

	page := r.wantStatus(r.get(path), http.StatusOK).page
	page.In("h1", htmltest.HasText("Not this time?"))
	page.In("main", htmltest.HasText("Tuesday 8 September, 18:30"), htmltest.HasText("You come every Tuesday. Your place for this one is given back; the next ones stay yours."))
	page.In(`meta[name="robots"]`, htmltest.HasAttr("content", "noindex"))
	if n := r.count(`SELECT count(*) FROM places WHERE NOT coming`); n != 0 {
		t.Fatal("opening the link has acted")
	}

	page = r.wantRedirect(r.post(path, "answer", "no"), path).page
	page.In(".notice.good", htmltest.HasText("Your place on Tuesday 8 September is free for somebody else."))
	page.In("main", htmltest.HasText("You have said so. The next ones stay yours."))
	r.wantRedirect(r.post(path, "answer", "no"), path) // twice is no failure
	page = r.wantRedirect(r.post(path, "answer", "yes"), path).page
	page.In(".notice.good", htmltest.HasText("You have a place on Tuesday 8 September."))
	r.wantStatus(r.post(path, "answer", "perhaps"), http.StatusUnprocessableEntity)
	if n := r.count(`SELECT count(*) FROM places WHERE NOT coming`); n != 0 {
		t.Error("an answer that is none was taken")
	}
}

func TestAnswersThatComeTooLate(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group, ada := r.chorus(capacity(1)), r.person("Ada")
	path := r.reminder(group, first, ada)
	r.get(path).page.In("main", htmltest.HasText("You have no place at this meeting at the moment."))
	r.comes(group, first, r.person("Bea"), 0)
	r.get(path).page.In("main", htmltest.HasText("it is full by now"))
	page := r.wantStatus(r.post(path, "answer", "yes"), http.StatusConflict).page
	page.In(".notice.bad", htmltest.HasText("This meeting is full."))

	r.at = time.Date(2026, 9, 8, 18, 30, 0, 0, newYork)
	r.get(path).page.In("main", htmltest.HasText("It has begun, so there is nothing to change any more."))
	r.wantStatus(r.post(path, "answer", "no"), http.StatusConflict)
	r.must(r.Groups.SetState(t.Context(), r.person("Maren").ID, group.ID, groups.Removed))
	r.wantStatus(r.get(path), http.StatusNotFound)
}

func TestForeignTokensOpenNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group, ada := r.chorus(), r.person("Ada")
	r.comes(group, first, ada, 0)
	answer := r.reminder(group, first, ada)
	for _, path := range []string{
		"/answer/x", answer[:len(answer)-1], "/answer/%00", "/answer/%ff", "/answer/" + r.Signer.Sign("answer", 999),
		"/answer/" + r.Signer.Sign("settings", ada.ID), "/settings/" + r.Signer.Sign("answer", ada.ID),
		"/settings/" + r.Signer.Sign("settings", 999), "/settings/x",
	} {
		r.wantStatus(r.get(path), http.StatusNotFound)
		r.wantStatus(r.post(path, "answer", "no"), http.StatusNotFound)
	}
	if n := r.count(`SELECT count(*) FROM places WHERE coming`); n != 1 {
		t.Error("a foreign token took a place away")
	}
}

func TestRemindersAreSettledFromAMail(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ada := r.person("Ada")
	path := "/settings/" + r.Signer.Sign("settings", ada.ID)
	page := r.wantStatus(r.get(path), http.StatusOK).page
	page.In(`[name="day_before"][checked]`)
	page.In(`[name="hours_before"][checked]`, htmltest.Count(0))

	wants := func(day, hours bool) {
		t.Helper()
		m, err := r.Members.ByID(t.Context(), ada.ID)
		r.must(err)
		if m.RemindDayBefore != day || m.RemindHoursBefore != hours {
			t.Errorf("reminders are %v and %v, want %v and %v", m.RemindDayBefore, m.RemindHoursBefore, day, hours)
		}
	}
	wants(true, false)
	page = r.wantRedirect(r.post(path, "hours_before", "on"), path).page
	page.In(".notice.good", htmltest.HasText("Saved. Reminders come 2 hours before."))
	wants(false, true)
	r.wantRedirect(r.post(path, "hours_before", "on", "day_before", "on"), path)
	wants(true, true)
	r.wantRedirect(r.post(path), path).page.In(".notice.good", htmltest.HasText("Saved. No more reminders come."))
	wants(false, false)
	r.wantRedirect(r.post(path, "day_before", "on"), path)
	wants(true, false)
}
