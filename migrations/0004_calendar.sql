-- +goose Up
-- Owned by internal/calendar.

-- Where an imported listing comes from. It is known again by source and uid.
create table origins (
    id          bigint generated always as identity primary key,
    group_id    bigint      unique references groups on delete set null, -- null: deleted, and not to come back
    source      text        not null, -- the feed's own address, else the file's name
    uid         text        not null, -- base UID of the series; empty: the whole feed is one group
    page        text        not null default '', -- where people can read it
    fingerprint bytea       not null, -- of what was imported, to see changes
    as_of       timestamptz not null, -- when the calendar was made or fetched
    last_listed timestamptz,          -- start of the last date it lists; null: it goes on
    constraint origins_source unique (source, uid)
);

-- +goose Down
drop table origins;
