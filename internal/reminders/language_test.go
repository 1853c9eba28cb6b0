package reminders

import (
	"context"
	"strings"
	"testing"
)

func TestRemindersAreInTheLanguageOfTheirReader(t *testing.T) {
	t.Parallel()
	e := newEve(t)
	bea := e.member("bea@example.org")
	e.comes(e.meetingID, bea, e.time().Add(-1))
	e.exec(`UPDATE members SET language = 'de' WHERE id = $1`, e.robin)
	e.run(Report{Planned: 2, Sent: 2})
	for _, got := range e.received(2) {
		file := strings.ReplaceAll(got.Calendar, "\r\n ", "")
		if got.To == "bea@example.org" {
			contains(t, got.Text, "Hill Street Chorus meets:", "Tuesday 8 September, 19:00 to 21:00")
			contains(t, file, "Coming in: The side door")
			continue
		}
		contains(t, got.Subject, "Hill Street Chorus: Dienstag, 8. September, 19:00 bis 21:00 Uhr")
		contains(t, got.Text, "Hallo Robin,", "Hill Street Chorus trifft sich:", "Dienstag, 8. September, 19:00 bis 21:00 Uhr",
			"Eingang: The side door", "Du hast zugesagt")
		contains(t, file, "Eingang: The side door")
		contains(t, got.HTML, `<html lang="de">`, "Diesmal nicht")
		lacks(t, got.Text+got.HTML, "meets", "September, 19:00 to")
	}
}

func TestMailsToAnAddressAreInTheLanguageOfItsOwnerElseOfTheRequest(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.exec(`UPDATE members SET language = 'de' WHERE id = $1`, d.robin)
	for n, c := range []struct{ email, asked, want string }{
		{"kim@example.org", "de", "Hier ist dein Link zum Anmelden."},
		{"kim@example.org", "en", "Here is your link to sign in."},
		{"kim@example.org", "", "Here is your link to sign in."},
		{"Robin@example.org", "en", "Hier ist dein Link zum Anmelden."}, // a member, who chose
	} {
		d.must(Post(context.Background(), d.db, d.time(), Mail{
			Kind: "sign-in", Email: c.email, Language: c.asked, About: About{Link: d.link}}))
		d.run(Report{Sent: 1})
		contains(t, d.received(n + 1)[n].Text, c.want)
	}
}

func TestNewsIsInTheLanguageOfItsReader(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.exec(`UPDATE members SET language = 'de' WHERE id = $1`, d.robin)
	d.changes(`UPDATE meetings SET status = 'called_off', reason = 'The hall is shut.'`)
	d.run(Report{Sent: 1})
	got := d.received(1)[0]
	contains(t, got.Subject, "Abgesagt: Hill Street Chorus, Dienstag, 8. September")
	contains(t, got.Text, "Grund: The hall is shut.", "Alle anderen Termine bleiben, wie sie waren.")
}
