-- +goose Up
-- Owned by internal/limits.

-- How often somebody without an account has made us write a mail within an hour. A
-- client is a keyed hash of its network address and the hour, and goes with the hour.
-- Unlogged: it stays out of archives of the write-ahead log, and a crash may empty it.
create unlogged table mail_askers (
    client bytea       primary key,
    hour   timestamptz not null, -- its beginning
    times  integer     not null
);

-- +goose Down
drop table mail_askers;
