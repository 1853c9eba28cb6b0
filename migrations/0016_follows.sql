-- +goose Up
-- Owned by internal/calendar.

-- The calendars elsewhere by which groups meet: read again and again.
create table follows (
    group_id    bigint      primary key references groups on delete cascade,
    address     text        not null,             -- where the calendar is fetched
    series      text        not null,             -- base UID of one series of it; empty: all its dates
    calendar    text        not null default '',  -- what it calls itself
    etag        text        not null default '',  -- as the server told them last, to be asked
    modified    text        not null default '',  -- only for what is new
    fingerprint bytea       not null default '',  -- of the dates that were taken
    read_at     timestamptz,                      -- when it last could be read
    next_at     timestamptz not null,             -- when it is read next
    failures    integer     not null default 0,   -- in a row
    problem     text        not null default '',  -- why it cannot be read, in one sentence
    unread      integer     not null default 0,   -- events that could not be read when it was taken
    zone        text        not null default '',  -- of the group, then
    warned_at   timestamptz                       -- when its organizers were told so; null: not
);
create index follows_next on follows (next_at);

-- +goose Down
drop table follows;
