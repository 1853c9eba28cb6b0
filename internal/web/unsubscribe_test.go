package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"regulars/internal/groups"
	"regulars/internal/members"
	"regulars/internal/web/htmltest"
)

// oneClick posts as a mail program does: from nowhere, with the body of RFC 8058.
func (r *rig) oneClick(path string) answer {
	r.t.Helper()
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader("List-Unsubscribe=One-Click"))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	request.Header.Set("Origin", "https://mail.example")
	return r.send(request)
}

func (r *rig) preferences(member int64) members.Preferences {
	r.t.Helper()
	m, err := r.Members.ByID(r.t.Context(), member)
	r.must(err)
	return m.Preferences
}

func TestOneClickUnsubscribes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ada := r.person("Ada")
	path := "/unsubscribe/reminder/" + r.Signer.Sign("unsubscribe reminder", ada.ID)

	page := r.wantStatus(r.get(path), http.StatusOK).page // a scanner opens the link
	page.In("main", htmltest.HasText("reminders the day before a meeting"))
	if !r.preferences(ada.ID).RemindDayBefore {
		t.Fatal("opening the link unsubscribed")
	}
	for range 2 {
		got := r.wantStatus(r.oneClick(path), http.StatusOK)
		if got.header.Get("Set-Cookie") != "" || got.header.Get("Location") != "" || got.body != "Unsubscribed.\n" {
			t.Errorf("answered %v, %q", got.header, got.body)
		}
	}
	if got := r.preferences(ada.ID); got.RemindDayBefore || !got.TellChanges {
		t.Errorf("afterwards: %+v", got)
	}
}

func TestUnsubscribingByHandSaysSo(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ada := r.person("Ada")
	path := "/unsubscribe/meeting-changed/" + r.Signer.Sign("unsubscribe meeting-changed", ada.ID)
	page := r.wantRedirect(r.post(path), r.settingsPath(ada.ID)).page
	page.In(".notice.good", htmltest.HasText("You get no more mails when a meeting you come to is moved or called off."))
	page.In(`[name="changes"][checked]`, htmltest.Count(0))
}

func TestUnsubscribeTakesNoOtherToken(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ada := r.person("Ada")
	reminder := r.Signer.Sign("unsubscribe reminder", ada.ID)
	for _, path := range []string{
		"/unsubscribe/reminder-soon/" + reminder, "/unsubscribe/reminder/" + r.Signer.Sign("settings", ada.ID),
		"/unsubscribe/reminder/x", "/unsubscribe/x/" + r.Signer.Sign("unsubscribe x", ada.ID),
		"/unsubscribe/reminder/" + r.Signer.Sign("unsubscribe reminder", 999),
	} {
		r.wantStatus(r.oneClick(path), http.StatusNotFound)
	}
	if got := r.preferences(ada.ID); !got.RemindDayBefore {
		t.Errorf("afterwards: %+v", got)
	}
	// The exemption is for these addresses alone.
	r.wantStatus(r.oneClick(r.settingsPath(ada.ID)), http.StatusForbidden)
}

func TestMailsAreSettledByKindHourAndGroup(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group, ada := r.chorus(), r.person("Ada")
	r.must(r.Groups.Join(t.Context(), group.ID, ada.ID))
	path := r.settingsPath(ada.ID)
	page := r.wantStatus(r.get(path), http.StatusOK).page
	page.In(`[name="group"][checked]`, htmltest.HasAttr("value", group.Slug))
	page.In(`[name="newcomers"]`, htmltest.Count(0)) // she organizes none
	r.get(r.settingsPath(r.person("Maren").ID)).page.In(`[name="newcomers"][checked]`)
	page.In(`[name="notes"][checked]`)
	page.In(`[name="week"][checked]`, htmltest.Count(0)) // only who chose it
	page.In(`[name="at"] [selected]`, htmltest.HasAttr("value", "18"))
	page.In(`[name="zone"]`, htmltest.HasAttr("value", group.Zone)) // of the first group joined

	page = r.wantRedirect(r.post(path, "day_before", "on", "notes", "on", "week", "on", "at", "9", "hours", "1", "zone", "Europe/Lisbon"), path).page
	page.In(".notice.good", htmltest.HasText("Saved. Reminders come at 9:00 the day before."))
	page.In(`[name="group"][checked]`, htmltest.Count(0))
	page.In(`[name="zone"]`, htmltest.HasAttr("value", "Europe/Lisbon"))
	page.In(`[name="week"][checked]`)
	want := members.Preferences{RemindDayBefore: true, RemindAt: 9, RemindHours: 1, TellNewcomers: true, TellNotes: true, TellWeek: true}
	if got := r.preferences(ada.ID); got != want {
		t.Errorf("kept %+v, want %+v", got, want)
	}

	maren := r.person("Maren").ID
	r.wantRedirect(r.post(r.settingsPath(maren), "day_before", "on"), r.settingsPath(maren))
	if r.preferences(maren).TellNewcomers {
		t.Error("an organizer still hears of newcomers")
	}

	for _, wrong := range [][2]string{{"at", "7"}, {"hours", "7"}, {"zone", "Mars/Olympus"}} {
		page := r.wantStatus(r.post(path, "group", group.Slug, wrong[0], wrong[1]), http.StatusUnprocessableEntity).page
		page.In("#" + wrong[0] + "-error")
	}
	if got := r.preferences(ada.ID); got != want || len(r.wanted(ada.ID)) != 0 {
		t.Errorf("a wrong form changed it to %+v", got)
	}
	r.wantRedirect(r.post(path, "group", group.Slug), path)
	if got := r.wanted(ada.ID); len(got) != 1 {
		t.Errorf("wants mails about %v", got)
	}
	r.wantRedirect(r.post(path+"/stop"), path).page.In(".notice.good", htmltest.HasText("No more mails come"))
	if got := r.preferences(ada.ID); got != (members.Preferences{RemindAt: 9, RemindHours: 1}) {
		t.Errorf("after stopping everything: %+v", got)
	}
}

// wanted are the groups about which a member wants mails.
func (r *rig) wanted(member int64) (wanted []groups.Joined) {
	r.t.Helper()
	joined, err := r.Groups.Of(r.t.Context(), member)
	r.must(err)
	for _, group := range joined {
		if !group.Muted {
			wanted = append(wanted, group)
		}
	}
	return wanted
}
