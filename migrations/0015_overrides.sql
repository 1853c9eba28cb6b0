-- +goose Up
-- Owned by internal/meetings.

-- What became of one date of a schedule, where its calendar says so and nobody
-- here (RECURRENCE-ID): another time or place, or called off.
create table overrides (
    schedule_id bigint    not null references schedules on delete cascade,
    original    timestamp not null,
    starts      timestamp,            -- null: called off
    minutes     integer   not null check (minutes between 0 and 20160),
    venue       text      not null,   -- another place this once; empty: the usual one
    why         text      not null,
    primary key (schedule_id, original)
);

-- A timetable says more of a date now than that it is not there.
alter table meetings rename superseded to by_timetable;

-- +goose Down
alter table meetings rename by_timetable to superseded;
drop table overrides;
