-- +goose Up
-- Mails that were missing: an organizer's few words, the week ahead, a welcome, and
-- what became of a report.

-- Owned by internal/members.
alter table members
    add column tell_notes  boolean not null default true,  -- what organizers write to those who come
    add column tell_week   boolean not null default false, -- the week ahead, on Sunday evening
    add column welcomed_at timestamptz;                    -- when they first took a place; null: not yet
update members b set welcomed_at = now() where exists (select from places p where p.member_id = b.id);

-- Owned by internal/meetings.

-- What an organizer wrote to those who come to one meeting.
create table notes (
    id         bigint generated always as identity primary key,
    group_id   bigint      not null references groups on delete cascade,
    meeting_id bigint      not null references meetings on delete cascade,
    day        date        not null, -- on which it was written, by the group's clock
    words      text        not null,
    written_by bigint      references members on delete set null,
    constraint notes_once_a_day unique (group_id, day)
);
create index notes_meeting on notes (meeting_id);

-- Owned by internal/groups.
alter table reports
    add column language text not null default 'en' -- of whoever made it: they may hear what became of it
        constraint reports_language check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$');

-- Owned by internal/reminders.

-- Once per member and week.
create unique index mails_week on mails (member_id, (about ->> 'week')) where kind = 'week-ahead';
create index members_week on members (id) where tell_week;
-- What somebody waits for, such as a sign-in link, goes before what was planned.
drop index mails_due;
create index mails_due on mails ((meeting_id is not null or kind = 'week-ahead'), due_at) where state = 'due';

-- +goose Down
drop index mails_due, members_week, mails_week;
create index mails_due on mails ((meeting_id is not null), due_at) where state = 'due';
alter table reports drop column language;
drop table notes;
alter table members drop column tell_notes, drop column tell_week, drop column welcomed_at;
