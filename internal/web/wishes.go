package web

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/interest"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
	"regulars/internal/search"
	"regulars/internal/wishes"
	"regulars/internal/words"
)

// wishForm is what the partial wishes shows: what can be asked for beyond a search,
// and what of it was asked for already.
type wishForm struct {
	*Form // an address, where nobody signed in
	wishes.Offer
	SignedIn bool
	Strange  string // words that no interest has: only a name or description can
}

// strange names the words of a search that mean nothing to us at all; "" if some do.
func strange(asked interest.Query) string {
	if unknown(asked) {
		return named(asked)
	}
	return ""
}

// Count says how many others wish for the same.
func (f wishForm) Count() string {
	if f.Others == 0 {
		return ""
	}
	return words.Capital(words.English.Number(f.Others)) + " others near " + f.Area.Name + " wish for " + f.Interest.Name + "."
}

// beyond is what can be asked for beyond a page of results.
func (s *Server) beyond(c *fiber.Ctx, r search.Result) (*wishForm, error) {
	f := &wishForm{Strange: strange(r.Understood)}
	var id int64
	m, err := s.member(c)
	if err != nil {
		return nil, err
	}
	if m != nil {
		f.SignedIn, id = true, m.ID
	}
	f.Offer, err = s.Wishes.Offer(c.UserContext(), r, id)
	return f, err
}

// searchWords says what a search looks for, with all that narrows it down: "Quilting
// near Bath, England: Mondays, evenings".
func (s *Server) searchWords(q search.Query) string {
	said := what(interest.Parse(q.Words)) + " near " + q.Near
	near, _ := s.Places.Find(q.Near) // what is not found is in kilometres
	if only := chosen(q, unitAt(near)); only != "" {
		said += ": " + only
	}
	return said
}

// askPath is where a search, its filters behind it, is asked about.
const askPath = "/searches"

// wishPage is the form alone, for a search that found some, and where something is wrong
// with it.
type wishPage struct {
	Base
	What   string // is searched for
	Back   string // address of the search
	Wishes *wishForm
}

func (*wishPage) view() string { return "wish" }

// showAsk shows what can be asked for beyond a search.
func (s *Server) showAsk(c *fiber.Ctx) error {
	q, err := search.ParseQuery(queryValues(c))
	if err != nil {
		return err
	}
	r, err := s.Search.Find(c.UserContext(), q.OnPage(1))
	if fault.KindOf(err) == fault.Invalid {
		return c.Redirect(q.URL(), fiber.StatusSeeOther) // which asks for the place
	}
	if err != nil {
		return err
	}
	page := &wishPage{Back: r.Asked().URL()}
	if page.Wishes, err = s.beyond(c, r); err != nil {
		return err
	}
	page.Title = "Hear when one starts"
	if len(r.Hits) > 0 {
		page.Title = "Hear when another one starts"
	}
	if page.Wishes.Saved != 0 {
		page.Title = strings.Replace(page.Title, "Hear", "You hear", 1)
	}
	page.What = s.searchWords(page.Wishes.Query)
	return s.renderOpen(c, page)
}

// wishSaid says what happened, by purpose.
var wishSaid = map[string]string{
	members.SaveSearch: "Saved. We write to you when a group starts that this search would find: at most once a week, and one click ends it.",
	members.MakeWish:   "Your wish counts now. From five on we write to all of you, and when there is a group, you hear of it.",
}

// What is said once something has ended.
const (
	endedSearch = "We write no more about that search."
	endedWish   = "Your wish is withdrawn."
)

// confirmed are the letters that ask an address, by purpose.
var confirmed = map[string]string{members.SaveSearch: "confirm-search", members.MakeWish: "confirm-wish"}

func (s *Server) saveSearch(c *fiber.Ctx) error { return s.askFor(c, members.SaveSearch) }
func (s *Server) makeWish(c *fiber.Ctx) error   { return s.askFor(c, members.MakeWish) }

// askFor does what a member asks for, or writes to the address of somebody who did
// not sign in. The answer is the same whether or not the address is known.
func (s *Server) askFor(c *fiber.Ctx, purpose string) error {
	form := readForm(c)
	asked, err := s.readAsked(c, form.Value("search"))
	if err != nil {
		return err
	}
	m, err := s.signedIn(c)
	said := wishSaid[purpose]
	switch {
	case err == nil:
		err = s.keepAsked(c, s.Wishes, purpose, m.ID, asked)
	case fault.KindOf(err) == fault.SignIn:
		said, err = s.askAddress(c, form, purpose, asked)
	}
	if err != nil {
		page := &wishPage{Base{Title: "When one starts"}, s.searchWords(asked.Query), "/find?" + asked.Stored(),
			&wishForm{form, wishes.Offer{Asked: asked}, m != nil, strange(interest.Parse(asked.Query.Words))}}
		page.Wishes.MayWish = asked.Interest.Slug != "" && !asked.There
		return s.refuse(c, err, form, page)
	}
	return s.done(c, "/find?"+asked.Stored(), said)
}

// readAsked makes the search that stands in a form or behind a link.
func (s *Server) readAsked(c *fiber.Ctx, stored string) (a wishes.Asked, err error) {
	values, err := url.ParseQuery(stored)
	if err != nil {
		return a, fault.Because(err, fault.Invalid, "That is no search. Please go back and press the button again.")
	}
	q, err := search.ParseQuery(values)
	if err != nil {
		return a, err
	}
	return s.Wishes.Ask(c.UserContext(), q)
}

func (s *Server) keepAsked(c *fiber.Ctx, in *wishes.Service, purpose string, member int64, a wishes.Asked) error {
	if purpose == members.MakeWish {
		return in.Make(c.UserContext(), member, a)
	}
	return in.Save(c.UserContext(), member, a)
}

// canAsk tells whether anybody can ask for this.
func canAsk(purpose string, a wishes.Asked) error {
	if purpose == members.MakeWish {
		return a.CanWish()
	}
	return a.CanSave()
}

// askAddress mails a link by which an address says that it asked for this, unless the
// yes could do nothing.
func (s *Server) askAddress(c *fiber.Ctx, form *Form, purpose string, a wishes.Asked) (said string, err error) {
	if err := canAsk(purpose, a); err != nil {
		return "", err
	}
	email, err := form.Mail("email")
	if err != nil {
		return "", err
	}
	ctx := c.UserContext()
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if err := s.mayMail(c, tx); err != nil {
			return err
		}
		link, err := s.Members.RequestConfirm(ctx, tx, members.Confirm{Purpose: purpose, Email: email, Search: a.Stored()})
		if err != nil {
			return err
		}
		return reminders.Post(ctx, tx, s.Now(), reminders.Mail{
			Kind: confirmed[purpose], Email: email, Language: languageOf(c).Tag(), About: reminders.About{Link: link},
		})
	})
	return "We sent a mail to " + email + ". Say yes on the page that it leads to, within a day; until then it does not count.", err
}

// endSearch ends a saved search of whoever is signed in.
func (s *Server) endSearch(c *fiber.Ctx) error {
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	if err := s.Wishes.EndSearch(c.UserContext(), m.ID, readForm(c).ID("id")); err != nil {
		return err
	}
	return s.done(c, backOr(c, "/mine"), endedSearch)
}

// withdrawWish ends a wish of whoever is signed in.
func (s *Server) withdrawWish(c *fiber.Ctx) error {
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	if err := s.Wishes.Withdraw(c.UserContext(), m.ID, readForm(c).ID("id")); err != nil {
		return err
	}
	return s.done(c, backOr(c, "/mine"), endedWish)
}

// backOr is the page that a form names in its field "back", else another.
func backOr(c *fiber.Ctx, other string) string {
	if back := members.LocalPath(readForm(c).Value("back")); back != "" {
		return back
	}
	return other
}
