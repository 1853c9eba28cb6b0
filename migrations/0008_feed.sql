-- +goose Up
-- What calendars that leave the house say of changes: SEQUENCE and LAST-MODIFIED.
-- Triggers keep them, so that no writer can forget.

-- Owned by internal/meetings, as all up to the calendar links.
alter table meetings
    add sequence   integer     not null default 0,
    add changed_at timestamptz not null default now();

-- +goose StatementBegin
create function note_changed_meeting() returns trigger language plpgsql as $$
begin
    new.sequence := old.sequence + 1;
    new.changed_at := now();
    return new;
end $$;
-- +goose StatementEnd

-- That a meeting took place, and how many came, is nothing a calendar says.
create trigger changed_itself before update on meetings for each row
    when ((old.original, old.starts_at, old.ends_at, old.venue, old.reason, replace(old.status, 'held', 'on'))
       is distinct from (new.original, new.starts_at, new.ends_at, new.venue, new.reason, replace(new.status, 'held', 'on')))
    execute function note_changed_meeting();

-- How often a group's schedules were replaced. They are replaced all together.
create table timetables (
    group_id   bigint      primary key references groups on delete cascade,
    sequence   integer     not null default 0,
    changed_at timestamptz not null default now()
);
insert into timetables (group_id) select distinct group_id from schedules;

-- +goose StatementBegin
create function note_changed_timetable() returns trigger language plpgsql as $$
begin
    -- not of groups that are being erased
    insert into timetables as t (group_id)
        select distinct group_id from touched where group_id in (select id from groups) order by 1
        on conflict (group_id) do update set sequence = t.sequence + 1, changed_at = now();
    return null;
end $$;
-- +goose StatementEnd

create trigger changed_timetable after insert on schedules referencing new table as touched
    for each statement execute function note_changed_timetable();

-- What another calendar calls a series (by its first wall time) or a single date,
-- so that ours calls it alike (UID).
create table event_uids (
    group_id bigint    not null references groups on delete cascade,
    wall     timestamp not null,
    repeats  boolean   not null, -- it is that of a series
    uid      text      not null,
    primary key (group_id, wall, repeats),
    constraint event_uids_once unique (group_id, uid)
);

-- The secret address of a member's own calendar, owned by internal/members. It
-- is derived from the row's id and the site's secret; a new row is a new address.
create table calendar_links (
    id         bigint generated always as identity primary key,
    member_id  bigint      not null constraint calendar_links_member unique references members on delete cascade,
    created_at timestamptz not null
);

-- +goose Down
drop table calendar_links, event_uids, timetables;
drop trigger changed_timetable on schedules;
drop function note_changed_timetable;
drop trigger changed_itself on meetings;
drop function note_changed_meeting;
alter table meetings drop sequence, drop changed_at;
