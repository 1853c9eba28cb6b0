-- +goose Up
-- Owned by internal/reminders.

-- Every mail that is due, under way or done; what it says is put together when
-- it is sent, from the rows that stand then.
create table mails (
    id         bigint generated always as identity primary key,
    kind       text        not null, -- name of the letter
    email      citext,               -- to this address, or
    member_id  bigint      references members on delete cascade, -- to this member
    meeting_id bigint      references meetings on delete cascade,
    about      jsonb       not null default '{}', -- ids and words that no other row holds
    due_at     timestamptz not null,
    closes_at  timestamptz not null, -- late beyond this it is of no use
    state      text        not null default 'due'
               check (state in ('due', 'sent', 'dropped', 'failed')),
    claimed_until timestamptz,
    attempts   integer     not null default 0,
    answer     text        not null default '', -- the mail server's words, or why it was dropped
    settled_at timestamptz,
    check (email is not null or member_id is not null)
);
-- Once per meeting, member and kind.
create unique index mails_once on mails (meeting_id, member_id, kind) where meeting_id is not null;
-- What somebody waits for, such as a sign-in link, goes before reminders.
create index mails_due on mails ((meeting_id is not null), due_at) where state = 'due';
create index mails_member on mails (member_id);
create index mails_email on mails (email);

-- +goose Down
drop table mails;
