-- +goose Up
-- Owned by internal/meetings.

-- When a group meets: a recurrence rule in wall time. Its zone is the group's.
create table schedules (
    id       bigint generated always as identity primary key,
    group_id bigint    not null references groups on delete cascade,
    starts   timestamp not null,               -- wall time of the first meeting (DTSTART)
    minutes  integer   not null check (minutes between 0 and 20160),
    rule     text      not null,               -- RRULE; empty: one single date
    made_through timestamptz                   -- meetings are made up to here; null: not yet
);
create index schedules_group on schedules (group_id);
create index schedules_made on schedules (made_through nulls first);

-- Dates that the rule gives and that are not (EXDATE), and dates besides (RDATE).
create table exceptions (
    schedule_id bigint    not null references schedules on delete cascade,
    wall        timestamp not null,
    extra       boolean   not null,
    primary key (schedule_id, wall)
);

create table meetings (
    id        bigint generated always as identity primary key,
    group_id  bigint      not null references groups on delete cascade,
    key       text        not null, -- yyyy-mm-dd of original, "-2" for the second of a day
    original  timestamp   not null, -- wall time as scheduled (RECURRENCE-ID)
    starts_at timestamptz not null,
    ends_at   timestamptz not null check (ends_at >= starts_at),
    status    text        not null
              check (status in ('expected', 'on', 'moved', 'called_off', 'held')),
    reason    text        not null default '', -- why it was moved or called off
    venue     text        not null default '', -- another place this once
    came      integer     check (came >= 0),   -- how many were there, if held and counted
    constraint meetings_original unique (group_id, original),
    constraint meetings_key unique (group_id, key)
);
create index meetings_group_starts on meetings (group_id, starts_at);
create index meetings_starts on meetings (starts_at);

-- "I come every time."
create table standing_places (
    group_id  bigint      not null references groups on delete cascade,
    member_id bigint      not null references members on delete cascade,
    friends   smallint    not null default 0 check (friends between 0 and 5),
    since     timestamptz not null,
    primary key (group_id, member_id)
);
create index standing_places_member on standing_places (member_id);

-- A place at one meeting; coming = false is "not this time".
create table places (
    meeting_id bigint      not null references meetings on delete cascade,
    member_id  bigint      not null references members on delete cascade,
    coming     boolean     not null,
    friends    smallint    not null default 0 check (friends between 0 and 5),
    said_at    timestamptz not null,
    primary key (meeting_id, member_id)
);
create index places_member on places (member_id);

create trigger changed_insert after insert on meetings referencing new table as touched
    for each statement execute function note_changed_groups();
create trigger changed_update after update on meetings referencing new table as touched
    for each statement execute function note_changed_groups();
create trigger changed_delete after delete on meetings referencing old table as touched
    for each statement execute function note_changed_groups();
create trigger changed_insert after insert on schedules referencing new table as touched
    for each statement execute function note_changed_groups();
create trigger changed_update after update on schedules referencing new table as touched
    for each statement execute function note_changed_groups();

-- +goose Down
drop table places, standing_places, meetings, exceptions, schedules;
