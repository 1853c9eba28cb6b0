-- +goose Up
-- Owned by internal/meetings.

-- Times without meetings, whatever the schedules say: whole days of the group's
-- calendar, both ends included.
create table breaks (
    id       bigint generated always as identity primary key,
    group_id bigint not null references groups on delete cascade,
    first    date   not null,
    last     date   not null,
    why      text   not null default '',
    constraint breaks_order check (last >= first),
    constraint breaks_once unique (group_id, first, last)
);
create trigger changed_timetable after insert on breaks referencing new table as touched
    for each statement execute function note_changed_timetable();
create trigger changed_timetable_too after delete on breaks referencing old table as touched
    for each statement execute function note_changed_timetable();

-- Called off by the timetable and by nobody: on again once the timetable has the
-- date again. It used to be told by the reason, which a break now gives.
alter table meetings add superseded boolean not null default false;
update meetings set superseded = true
 where status = 'called_off' and reason = 'The group meets at other times now.';

-- +goose Down
alter table meetings drop superseded;
drop table breaks;
