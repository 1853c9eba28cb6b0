package reminders

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"regulars/internal/fault"
)

// desk is an eve with one of everything that letters are about.
type desk struct {
	eve
	link, invitation, claim, report, search, wish int64
}

func newDesk(t *testing.T) desk {
	t.Helper()
	d := desk{eve: newEve(t)}
	d.link = d.id(`
		INSERT INTO mailed_links (purpose, email, created_at, expires_at)
		VALUES ('sign_in', 'kim@example.org', $1, $2) RETURNING id`, d.time(), d.time().Add(15*time.Minute))
	d.invitation = d.id(`
		INSERT INTO invitations (group_id, email, invited_by, hand_over, created_at)
		VALUES ($1, 'kim@example.org', $2, true, $3) RETURNING id`, d.group, d.robin, d.time())
	d.claim = d.id(`
		INSERT INTO claims (group_id, member_id, words, created_at)
		VALUES ($1, $2, 'I conduct it.', $3) RETURNING id`, d.group, d.robin, d.time())
	d.report = d.id(`
		INSERT INTO reports (group_id, words, contact, created_at)
		VALUES ($1, 'It has moved away.', 'a neighbour', $2) RETURNING id`, d.group, d.time())
	d.search = d.id(`
		INSERT INTO saved_searches (member_id, query, area, zone, saved_at, look_at)
		VALUES ($1, 'km=25&near=Bath&q=singing', 'Bath, England', 'Europe/London', $2, $2) RETURNING id`, d.robin, d.time())
	d.wish = d.id(`
		INSERT INTO wishes (member_id, interest, area, zone, wished_at, look_at)
		SELECT unnest(array[$1, $2]::bigint[]), 'singing', 'Bath, England', 'Europe/London', $3, $3 RETURNING id`,
		d.robin, d.member("mo@example.org"), d.time())
	d.exec(`UPDATE members SET remind_day_before = false`)
	return d
}

func TestPostedLetters(t *testing.T) {
	t.Parallel()
	kim := "kim@example.org"
	for _, c := range []struct {
		kind  string
		mail  func(d desk) Mail
		parts func(d desk) []string
	}{
		{"sign-in", func(d desk) Mail { return Mail{Email: kim, About: About{Link: d.link}} },
			func(d desk) []string { return []string{"/sign-in/" + signer.Sign("sign-in", d.link), "15 minutes"} }},
		{"sign-in", func(d desk) Mail {
			return Mail{Email: kim, About: About{Link: d.link, Does: "come", Group: d.group, Meeting: d.meetingID}}
		},
			func(d desk) []string {
				return []string{"You want to come to Hill Street Chorus: Tuesday 8 September, 19:00 to 21:00.", "/sign-in/" + signer.Sign("sign-in", d.link)}
			}},
		{"sign-in", func(d desk) Mail {
			return Mail{Email: kim, Language: "de", About: About{Link: d.link, Does: "stand", Group: d.group, Habit: "jeden Dienstag"}}
		},
			func(d desk) []string { return []string{"Du möchtest jeden Dienstag zu Hill Street Chorus kommen."} }},
		{"sign-in", func(d desk) Mail { // the group has gone: the link signs in all the same
			return Mail{Email: kim, About: About{Link: d.link, Does: "join", Group: d.group + 1000}}
		},
			func(d desk) []string { return []string{"Here is your link to sign in."} }},
		{"old-address", func(d desk) Mail {
			return Mail{Email: kim, About: About{Link: d.link, Old: kim, New: "new@example.org"}}
		},
			func(d desk) []string {
				return []string{"/address/" + signer.Sign("address", d.link), "new@example.org"}
			}},
		{"new-address", func(d desk) Mail {
			return Mail{Email: kim, About: About{Link: d.link, Old: "old@example.org", New: kim}}
		},
			func(d desk) []string { return []string{"/address/" + signer.Sign("address", d.link)} }},
		{"invitation", func(d desk) Mail { return Mail{Email: kim, About: About{Invitation: d.invitation}} },
			func(d desk) []string {
				return []string{"/invitations/" + signer.Sign("invitation", d.invitation), "Hill Street Chorus", "Robin"}
			}},
		{"claim-received", func(d desk) Mail { return Mail{Email: kim, About: About{Claim: d.claim}} },
			func(d desk) []string {
				return []string{base + "/host", "Hill Street Chorus", "Robin", "robin@example.org", "I conduct it."}
			}},
		{"calendar-lost", func(d desk) Mail {
			return Mail{Member: d.robin, About: About{Group: d.group, Problem: "Its server answers 404."}}
		},
			func(d desk) []string { return []string{"Its server answers 404.", "/calendar"} }},
		{"claim-answer", func(d desk) Mail { return Mail{Member: d.robin, About: About{Claim: d.claim}} },
			func(d desk) []string { return []string{base + "/groups/hill-street-chorus", "Hill Street Chorus"} }},
		{"report", func(d desk) Mail { return Mail{Email: kim, About: About{Report: d.report}} },
			func(d desk) []string {
				return []string{base + "/host", "Hill Street Chorus", "It has moved away.", "a neighbour"}
			}},
		{"confirm-search", func(d desk) Mail {
			d.exec(`UPDATE mailed_links SET onward = 'q=singing&near=Bath%2C+England'`)
			return Mail{Email: kim, About: About{Link: d.link}}
		}, func(d desk) []string {
			return []string{"singing near Bath, England", base + "/confirm/" + signer.Sign("confirm", d.link)}
		}},
		{"confirm-wish", func(d desk) Mail { return Mail{Email: kim, About: About{Link: d.link}} },
			func(d desk) []string { return []string{"wishes for a group", "/confirm/"} }},
		{"search-news", func(d desk) Mail {
			return Mail{Member: d.robin, About: About{Search: d.search, What: "singing", Near: "Bath, England", Groups: []int64{d.group, 999}}}
		}, func(d desk) []string {
			return []string{"singing near Bath, England", "Hill Street Chorus", "Tuesday 8 September, 19:00 to 21:00", "Hill Street Hall",
				base + "/groups/hill-street-chorus", base + "/find?km=25&near=Bath&q=singing",
				base + "/unsubscribe/search/" + signer.Sign("stop search", d.search)}
		}},
		{"be-first", func(d desk) Mail {
			return Mail{Member: d.robin, About: About{Wish: d.wish, What: "Singing", Near: "Bath, England"}}
		}, func(d desk) []string {
			return []string{"2 people wish for Singing near Bath, England", base + "/list?interest=Singing&near=Bath%2C+England",
				base + "/unsubscribe/wish/" + signer.Sign("withdraw wish", d.wish)}
		}},
		{"there-is-one", func(d desk) Mail {
			return Mail{Member: d.robin, About: About{Group: d.group, What: "Singing", Near: "Bath, England"}}
		}, func(d desk) []string { return []string{"There is a group now.", base + "/groups/hill-street-chorus"} }},
		{"taken-down", func(d desk) Mail {
			d.exec(`UPDATE groups SET state = 'removed'`)
			return Mail{Member: d.robin, About: About{Group: d.group}}
		},
			func(d desk) []string { return []string{"taken Hill Street Chorus down", base + "/contact"} }},
		{"report-answer", func(d desk) Mail {
			d.exec(`UPDATE reports SET resolved_at = now(), outcome = 'kept'`)
			return Mail{Email: kim, About: About{Report: d.report}}
		},
			func(d desk) []string { return []string{"the listing stays", base + "/groups/hill-street-chorus"} }},
		{"report-answer", func(d desk) Mail {
			d.exec(`UPDATE reports SET resolved_at = now(), outcome = 'taken_down'`)
			d.exec(`UPDATE groups SET state = 'removed'`)
			return Mail{Email: kim, Language: "de", About: About{Report: d.report}}
		},
			func(d desk) []string { return []string{"den Eintrag entfernt", base + "/find"} }},
		{"meeting-changed", func(d desk) Mail {
			d.exec(`UPDATE meetings SET status = 'moved', reason = 'The hall is shut.'`)
			return Mail{Member: d.robin, About: About{Before: []Before{{Meeting: d.meetingID, Starts: d.starts.Add(-24 * time.Hour), At: d.time()}}}}
		}, func(d desk) []string {
			return []string{base + "/groups/hill-street-chorus/2026-09-08", "Monday 7 September, 19:00",
				"Tuesday 8 September, 19:00 to 21:00", "The hall is shut.", "/settings/" + signer.Sign("settings", d.robin)}
		}},
		{"meeting-changed", func(d desk) Mail { // the whole timetable moved
			known := []Before{{Meeting: d.meetingID, Starts: d.starts.Add(-24 * time.Hour), At: d.time()}}
			for week := 1; week < 3; week++ {
				starts := d.starts.AddDate(0, 0, 7*week)
				known = append(known, Before{Meeting: d.meeting(d.group, starts, "on"), Starts: starts.Add(-24 * time.Hour), At: d.time()})
				d.comes(known[week].Meeting, d.robin, d.time())
			}
			return Mail{Member: d.robin, About: About{Before: known}}
		}, func(d desk) []string {
			return []string{"meets at other times", "Monday 7 September, 19:00", "2 later dates"}
		}},
		{"meeting-changed", func(d desk) Mail { // the group has gone
			d.exec(`UPDATE meetings SET status = 'called_off', reason = 'The group has ended.'`)
			d.exec(`UPDATE groups SET state = 'removed'`)
			return Mail{Member: d.robin, About: About{Before: []Before{{Meeting: d.meetingID, Starts: d.starts, At: d.time()}}}}
		}, func(d desk) []string {
			return []string{"Hill Street Chorus has ended", base + "/find"}
		}},
	} {
		t.Run(c.kind, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			post := c.mail(d)
			post.Kind = c.kind
			d.must(Post(context.Background(), d.db, d.time(), post))
			d.run(Report{Sent: 1})
			contains(t, d.received(1)[0].Text, c.parts(d)...)
		})
	}
}

// What was settled meanwhile needs no letter any more.
func TestLettersThatAreNotNeededAnyMore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind, change, answer string
	}{
		"link used":           {"sign-in", `UPDATE mailed_links SET used_at = now()`, "its link was used or has run out"},
		"link has run out":    {"sign-in", `UPDATE mailed_links SET expires_at = '2026-09-07T17:00:00Z'`, "its link was used or has run out"},
		"link swept":          {"sign-in", `DELETE FROM mailed_links`, "what it was about is gone"},
		"invitation answered": {"invitation", `UPDATE invitations SET answered_at = now()`, "what it was about is gone"},
		"claim decided":       {"claim-received", `UPDATE claims SET decided_at = now(), approved = true`, "the claim was decided"},
		"report resolved":     {"report", `UPDATE reports SET resolved_at = now(), outcome = 'kept'`, "what it was about is gone"},
		"group is back":       {"taken-down", `UPDATE groups SET state = 'listed'`, "what it was about is gone"},
		"report waits anew":   {"report-answer", `UPDATE reports SET resolved_at = NULL`, "what it was about is gone"},
		"group removed":       {"claim-answer", `UPDATE groups SET state = 'removed'`, "what it was about is gone"},
		"meeting has begun":   {"meeting-changed", `UPDATE meetings SET starts_at = '2026-09-07T16:59:00Z'`, "too late"},
		"changed back":        {"meeting-changed", `UPDATE meetings SET starts_at = '2026-09-07T17:00:00Z'`, "all is as its reader knows it"},
		"comes no more":       {"meeting-changed", `UPDATE places SET coming = false`, "all is as its reader knows it"},
		"search ended":        {"search-news", `DELETE FROM saved_searches`, "what it was about is gone"},
		"new groups gone":     {"search-news", `UPDATE groups SET state = 'removed'`, "the groups it tells of have gone"},
		"wish withdrawn":      {"be-first", `DELETE FROM wishes`, "what it was about is gone"},
		"alone with a wish":   {"be-first", `DELETE FROM wishes WHERE id <> (SELECT min(id) FROM wishes)`, "nobody else wishes for it any more"},
		"the one has gone":    {"there-is-one", `UPDATE groups SET state = 'paused'`, "the groups it tells of have gone"},
		"a day has passed":    {"claim-answer", `UPDATE mails SET closes_at = '2026-09-07T17:00:00Z'`, "too late"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			about := About{Link: d.link, Invitation: d.invitation, Claim: d.claim, Report: d.report, Meeting: d.meetingID,
				Search: d.search, Wish: d.wish, Group: d.group, Groups: []int64{d.group},
				Before: []Before{{Meeting: d.meetingID, Starts: d.time(), At: d.time()}}}
			d.must(Post(context.Background(), d.db, d.time(), Mail{Kind: c.kind, Member: d.robin, About: about}))
			d.exec(c.change)
			d.run(Report{Dropped: 1})
			d.wantState(d.id(`SELECT id FROM mails`), "dropped", c.answer)
		})
	}
}

// One row that cannot be put together must not keep the others.
func TestBrokenRowStopsNobody(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must(Post(context.Background(), d.db, d.time(), Mail{Kind: "sign-in", Member: d.robin, About: "no object"}))
	d.must(Post(context.Background(), d.db, d.time(), Mail{Kind: "claim-answer", Member: d.robin, About: About{Claim: d.claim}}))
	d.run(Report{Sent: 1, Postponed: 1})
}

func TestReminderSaysAllOneNeeds(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	ada := e.member("ada@example.org")
	e.exec(`UPDATE members SET name = 'Ada', tell_newcomers = false WHERE id = $1`, ada)
	e.exec(`INSERT INTO memberships VALUES ($1, $2, 'organizer', $3)`, e.group, ada, e.time())
	e.exec(`UPDATE places SET friends = 2`)
	e.run(Report{Planned: 1, Sent: 1})
	got := e.received(1)[0]
	id := e.id(`SELECT id FROM mails`)
	contains(t, got.Text, "Robin", "Hill Street Chorus", "Tuesday 8 September, 19:00 to 21:00",
		"Hill Street Hall", "4 Hill Street", "Bus 6 until 23:00", "Ada", "the red scarf", "The side door",
		base+"/groups/hill-street-chorus/2026-09-08",
		base+"/answer/"+signer.Sign("answer", id), base+"/settings/"+signer.Sign("settings", e.robin))
	contains(t, got.HTML, "Hill Street Chorus", base+"/answer/"+signer.Sign("answer", id))
	contains(t, got.Header.Get("List-Unsubscribe"), base+"/unsubscribe/reminder/"+signer.Sign("unsubscribe reminder", e.robin))
	contains(t, got.Header.Get("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click")
	contains(t, got.Header.Get("Message-Id"), e.messageID(id)+"@")

	answer, err := e.ResolveAnswer(context.Background(), id)
	e.must(err)
	if answer.MeetingID != e.meetingID || answer.MemberID != e.robin || answer.Slug != "hill-street-chorus" ||
		answer.Key != "2026-09-08" || !answer.Starts.Equal(e.starts) {
		t.Errorf("the answering link leads to %+v", answer)
	}
	e.exec(`DELETE FROM meetings`)
	if _, err := e.ResolveAnswer(context.Background(), id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("of a deleted meeting: %v, want NotFound", err)
	}
}

func TestAnotherVenueThisOnceHidesTheUsualWay(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	e.exec(`UPDATE meetings SET status = 'moved', venue = 'The library', reason = 'Concert in the hall.'`)
	e.run(Report{Planned: 1, Sent: 1})
	text := e.received(1)[0].Text
	contains(t, text, "The library", "Concert in the hall.")
	lacks(t, text, "Hill Street Hall", "4 Hill Street", "Bus 6")
}

// Words of an error come from other people's servers.
func TestOneLineCanBeStored(t *testing.T) {
	t.Parallel()
	got := oneLine(fmt.Errorf("550 no\r\n\x00\xff%s", strings.Repeat("é", 600)))
	if len([]rune(got)) != 500 || strings.ContainsAny(got, "\r\n\x00") || !utf8.ValidString(got) {
		t.Errorf("oneLine = %q", got)
	}
}
