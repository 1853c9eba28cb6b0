package mail_test

import (
	"mime"
	"strings"
	"testing"

	"regulars/internal/mail"
	"regulars/internal/mail/mailtest"
)

const ics = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nDESCRIPTION:Chœur\\, 100 %=\r\n --=_with--\r\nEND:VCALENDAR\r\n"

func TestCalendarGoesAlong(t *testing.T) {
	t.Parallel()
	for name, plain := range map[string]bool{"text and HTML": false, "text alone": true} {
		server := mailtest.Start(t)
		c := config(server)
		key := keys(t)["Ed25519"]
		c.DKIMKey, c.DKIMSelector = key.pem, "autumn"
		sender := newSender(t, c)
		m := write(t, with(func(r *mail.Reminder) { r.Group = "Chœur --=_with" }))
		m.ID, m.To, m.Calendar = "17", "ada@example.org", []byte(ics)
		if plain {
			m.HTML = ""
		}
		send(t, sender, m)
		send(t, sender, m)

		got := server.Wait(t, 2, soon)
		if got[0].Calendar != ics || got[0].Text != m.Text || got[0].HTML != m.HTML || got[0].Subject != m.Subject {
			t.Errorf("%s arrived otherwise than written:\n%s", name, got[0].Raw)
		}
		if kind, _, err := mime.ParseMediaType(got[0].Header.Get("Content-Type")); kind != "multipart/mixed" || err != nil {
			t.Errorf("%s is %s, %v", name, kind, err)
		}
		if n := strings.Count(string(got[0].Raw), "Content-Disposition: attachment; filename=\"meeting.ics\""); n != 1 {
			t.Errorf("%s has %d files", name, n)
		}
		if a, b := unsigned(t, got[0].Raw), unsigned(t, got[1].Raw); a != b {
			t.Errorf("%s differs the second time:\n%s\nthen\n%s", name, a, b)
		}
		if _, err := verify(t, got[0].Raw, key.record); err != nil {
			t.Errorf("%s: %v\n%s", name, err, got[0].Raw)
		}
	}
}

// unsigned is a mail without its signature, which tells the second at which it was made.
func unsigned(t *testing.T, raw []byte) string {
	t.Helper()
	signature, rest, ok := strings.Cut(string(raw), "\r\nDate: ")
	if !ok || !strings.HasPrefix(signature, "DKIM-Signature: ") {
		t.Fatalf("the signature does not stand before the date:\n%s", raw)
	}
	return rest
}
