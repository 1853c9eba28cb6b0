package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"regulars/internal/groups"
	"regulars/internal/members"
	"regulars/internal/postgres"
)

func admin(ctx context.Context, p *program, args []string) error {
	if len(args) < 2 {
		return usageError{"needs to know what to do"}
	}
	do, known := map[string]func(context.Context, *program, *site, []string) error{
		"host add":    addHost,
		"host remove": removeHost,
		"host list":   listHosts,
		"mail list":   listMails,
		"mail resend": resendMails,

		"group restore": restoreGroup,
	}[args[0]+" "+args[1]]
	if !known {
		return usageError{fmt.Sprintf("does not know %q", args[0]+" "+args[1])}
	}
	s, closeSite, err := p.openSite(ctx, time.Now)
	if err != nil {
		return err
	}
	defer closeSite()
	return do(ctx, p, s, args[2:])
}

func addHost(ctx context.Context, p *program, s *site, args []string) error {
	email, err := oneAddress(args)
	if err != nil {
		return err
	}
	if err := s.members.AddHost(ctx, email); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s is a host now. Claims and reports wait on %s/host\n", email, p.config.BaseURL)
	return nil
}

func removeHost(ctx context.Context, p *program, s *site, args []string) error {
	email, err := oneAddress(args)
	if err != nil {
		return err
	}
	if err := s.members.RemoveHost(ctx, email); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s is no host any more.\n", email)
	return nil
}

func listHosts(ctx context.Context, p *program, s *site, _ []string) error {
	emails, err := s.members.Hosts(ctx)
	for _, email := range emails {
		fmt.Fprintln(p.stdout, email)
	}
	return err
}

func oneAddress(args []string) (string, error) {
	if len(args) != 1 {
		return "", usageError{"needs one mail address"}
	}
	email, err := members.Address(args[0])
	if err != nil {
		return "", usageError{sentence(err)}
	}
	return email, nil
}

// mostMails is how many mails a list shows.
const mostMails = 100

func listMails(ctx context.Context, p *program, s *site, args []string) error {
	state := "failed"
	if len(args) > 0 {
		state = args[0]
	}
	if !slices.Contains([]string{"due", "sent", "dropped", "failed"}, state) {
		return usageError{fmt.Sprintf("mails are due, sent, dropped or failed, not %q", state)}
	}
	mails, err := s.reminders.List(ctx, state, mostMails)
	if err != nil {
		return err
	}
	for _, m := range mails {
		fmt.Fprintf(p.stdout, "%d\t%s\t%s\t%s\t%s\t%s\n", m.ID, m.State, m.Kind, m.To, m.Due.Format(time.RFC3339), m.Answer)
	}
	if len(mails) == 0 {
		fmt.Fprintf(p.stdout, "No mails are %s.\n", state)
	}
	return nil
}

func resendMails(ctx context.Context, p *program, s *site, args []string) error {
	if len(args) == 0 {
		return usageError{"needs the numbers of mails, as `regulars admin mail list` shows them"}
	}
	for _, arg := range args {
		id, err := strconv.ParseInt(arg, 10, 64)
		if err != nil {
			return usageError{fmt.Sprintf("%q is no number of a mail", arg)}
		}
		if err := s.reminders.Resend(ctx, id); err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "Mail %d goes out again.\n", id)
	}
	return nil
}

// restoreGroup brings back a group that was deleted or taken down, with the dates
// that were called off with it. Whoever has a place at one hears of it.
func restoreGroup(ctx context.Context, p *program, s *site, args []string) error {
	if len(args) != 1 {
		return usageError{"needs the end of one group's address, as in /groups/hill-street-chorus"}
	}
	var group groups.Group
	on := 0
	err := s.db.InTx(ctx, func(tx postgres.Conn) (err error) {
		if group, err = s.groups.In(tx).Restore(ctx, args[0]); err != nil {
			return err
		}
		changed, err := s.meetings.In(tx).PutOnAll(ctx, group.ID)
		if err != nil {
			return err
		}
		on = len(changed)
		return s.tellChanges(ctx, tx, changed)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s is %s again. At %d of its dates somebody has a place; they get a mail.\n", group.Name, group.State, on)
	return nil
}
