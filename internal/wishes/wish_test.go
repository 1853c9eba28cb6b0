package wishes_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/search"
	"regulars/internal/wishes"
)

// Five press the button at the same moment while three processes run the job: each is
// invited once.
func TestFiveAtTheSameMomentAreInvitedOnceEach(t *testing.T) {
	w := newWorld(t)
	asked := w.asked("quilting", "Asheville")
	var all sync.WaitGroup
	for i := range wishes.Enough {
		member := w.member(fmt.Sprint("m", i))
		all.Go(func() {
			if err := w.Make(context.Background(), member, asked); err != nil {
				t.Error(err)
			}
			for range 3 {
				if _, err := w.Job(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	w.run(wishes.Report{})
	if n := w.count(`SELECT count(*) FROM mails WHERE kind = 'be-first'`); n != wishes.Enough {
		t.Errorf("%d invitations went out", n)
	}
	if n := w.count(`SELECT count(DISTINCT member_id) FROM mails WHERE kind = 'be-first'`); n != wishes.Enough {
		t.Errorf("they went to %d members", n)
	}
}

func TestInvitedAgainAfterAYearAndLaterWishersAtOnce(t *testing.T) {
	w := newWorld(t)
	for i := range wishes.Enough {
		w.wishes(w.member(fmt.Sprint("m", i)), "quilting", "Asheville")
	}
	w.run(wishes.Report{Wishes: 5, Invited: 5})
	w.wishes(w.member("late"), "patchwork", "28801")
	w.run(wishes.Report{Wishes: 1, Invited: 1})
	w.later(365*day - time.Second)
	w.run(wishes.Report{Wishes: 6})
	w.later(time.Second)
	w.run(wishes.Report{Invited: 6})
}

func TestWishesCountByInterestAndArea(t *testing.T) {
	w := newWorld(t)
	for i, c := range []struct{ words, near string }{
		{"quilting", "Asheville"}, {"patchwork", "28801"}, {"quilts", "35.6,-82.55"}, {"sewing bee", "Asheville, North Carolina"},
		{"knitting", "Asheville"}, {"quilting", "Bath, England"},
	} {
		w.wishes(w.member(fmt.Sprint("m", i)), c.words, c.near)
		w.wishes(w.member(fmt.Sprint("m", i)), c.words, c.near) // twice is once
	}
	got, err := w.Wished(t.Context(), 10)
	w.must(err)
	want := wishes.Demand{Slug: "quilting", Area: "Asheville, North Carolina", Count: 4}
	if len(got) != 1 || got[0] != want {
		t.Errorf("shown is %+v, want %+v alone", got, want)
	}
	w.run(wishes.Report{Wishes: 6})
}

// One is told of a group once, whether by a search or by the wish, and not of a group
// of another area or interest.
func TestAWishEndsWhenThereIsAGroup(t *testing.T) {
	w := newWorld(t)
	ana, bea := w.member("ana"), w.member("bea")
	w.wishes(ana, "quilting", "Asheville")
	w.saves(ana, "quilting")
	w.wishes(bea, "sewing", "Asheville") // of which quilting is a kind
	w.lists("Knit Night", "knitting", 3, time.Thursday)
	w.lists("Far Quilters", "quilting", 60, time.Thursday)
	w.later(time.Hour)
	w.run(wishes.Report{Wishes: 2})
	w.lists("Walcot Quilters", "quilting", 3, time.Thursday)
	w.later(time.Hour)
	w.run(wishes.Report{Wishes: 2, Ended: 2})
	w.later(day)
	w.run(wishes.Report{Searches: 1})
	for _, member := range []int64{ana, bea} {
		if n := w.count(`SELECT count(*) FROM mails WHERE kind = 'there-is-one' AND member_id = $1`, member); n != 1 {
			t.Errorf("member %d was told %d times", member, n)
		}
	}
	w.wantKind(w.Make(t.Context(), ana, w.asked("quilting", "Asheville")), fault.Conflict)
}

func TestNobodyIsInvitedOnceThereIsAGroup(t *testing.T) {
	w := newWorld(t)
	asked := w.asked("quilting", "Asheville")
	for i := range wishes.Enough - 1 {
		w.must(w.Make(t.Context(), w.member(fmt.Sprint("m", i)), asked))
	}
	w.run(wishes.Report{Wishes: 4})
	w.lists("Walcot Quilters", "quilting", 3, time.Thursday)
	w.must(w.Make(t.Context(), w.member("fifth"), asked)) // the page was open since before
	w.run(wishes.Report{Wishes: 1, Ended: 1})
	w.later(time.Hour)
	w.run(wishes.Report{Wishes: 4, Ended: 4})
	if n := w.count(`SELECT count(*) FROM mails WHERE kind = 'be-first'`); n != 0 {
		t.Errorf("%d were invited", n)
	}
}

func TestOffersAreOnesOwnAndShowNobodyAlone(t *testing.T) {
	w := newWorld(t)
	ana, bea := w.member("ana"), w.member("bea")
	offers := func(member int64) wishes.Offer {
		t.Helper()
		r, err := w.search.Find(t.Context(), search.Query{Words: "quilting", Near: "asheville", KM: 25})
		w.must(err)
		o, err := w.Offer(t.Context(), r, member)
		w.must(err)
		return o
	}
	w.wishes(ana, "quilting", "Asheville")
	w.saves(ana, "quilting")
	if o := offers(0); !o.MayWish || o.Others != 0 || o.Saved != 0 || o.Wished != 0 {
		t.Errorf("a stranger is offered %+v", o)
	}
	if o := offers(ana); o.Saved == 0 || o.Wished == 0 || o.Others != 0 {
		t.Errorf("Ana is offered %+v", o)
	}
	w.wishes(bea, "quilting", "Asheville")
	if o := offers(0); o.Others != 2 {
		t.Errorf("of two wishes a stranger sees %d", o.Others)
	}
	if o := offers(ana); o.Others != 0 {
		t.Errorf("Ana sees that there is one other: %d", o.Others)
	}
	w.must(w.Withdraw(t.Context(), bea, offers(ana).Wished)) // not hers
	if o := offers(ana); o.Wished == 0 {
		t.Error("Bea withdrew the wish of Ana")
	}
	w.must(w.End(t.Context(), ana))
	if o := offers(ana); o.Saved != 0 || o.Wished != 0 {
		t.Errorf("after the end of all Ana has %+v", o)
	}
}
