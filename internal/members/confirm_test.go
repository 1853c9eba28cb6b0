package members_test

import (
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/members"
	"regulars/internal/words"
)

func TestAConfirmationWorksOnceAndForADay(t *testing.T) {
	r := newRig(t)
	asked := members.Confirm{Purpose: members.SaveSearch, Email: "ana@example.org", Search: "q=quilting&near=Bath"}
	id, err := r.RequestConfirm(t.Context(), r.db, asked)
	r.must(err)
	if got, err := r.ConfirmStands(t.Context(), id); err != nil || got != asked {
		t.Errorf("it stands as %+v, %v", got, err)
	}
	if n := r.count(`SELECT count(*) FROM members`); n != 0 {
		t.Error("asking alone made a member")
	}
	_, _, err = r.UseLink(t.Context(), id, words.English) // it is no way in
	r.wantKind(err, fault.NotFound)
	r.later(members.ConfirmLasts - time.Second)
	m, err := r.UseConfirm(t.Context(), id, words.German)
	r.must(err)
	if m.Email != asked.Email || m.Language != "de" {
		t.Errorf("confirmed by %+v", m)
	}
	_, err = r.UseConfirm(t.Context(), id, words.English)
	r.wantKind(err, fault.NotFound)

	late, err := r.RequestConfirm(t.Context(), r.db, asked)
	r.must(err)
	r.later(members.ConfirmLasts)
	_, err = r.ConfirmStands(t.Context(), late)
	r.wantKind(err, fault.NotFound)
	signIn, err := r.RequestLink(t.Context(), r.db, "ana@example.org", "")
	r.must(err)
	_, err = r.UseConfirm(t.Context(), signIn, words.English)
	r.wantKind(err, fault.NotFound)
}

func TestConfirmationsCountAgainstTheSameLimit(t *testing.T) {
	r := newRig(t)
	asked := members.Confirm{Purpose: members.MakeWish, Email: "ana@example.org", Search: "q=quilting&near=Bath"}
	for range members.MailsAnHour - 1 {
		_, err := r.RequestConfirm(t.Context(), r.db, asked)
		r.must(err)
	}
	_, err := r.RequestLink(t.Context(), r.db, "ana@example.org", "")
	r.must(err)
	_, err = r.RequestConfirm(t.Context(), r.db, asked)
	r.wantKind(err, fault.TooOften)
	asked.Email = "ana"
	_, err = r.RequestConfirm(t.Context(), r.db, asked)
	r.wantKind(err, fault.Invalid)
}
