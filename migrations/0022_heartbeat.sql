-- +goose Up
-- Owned by internal/search.

-- When a job last noted that all is well, in one row. A replica that shows an older
-- time is behind by the difference.
create table heartbeat (
    one boolean primary key default true check (one),
    at  timestamptz not null
);
insert into heartbeat (at) values (now());

-- Weekday × part of day of all dates as before, and 21 bits above them the same of
-- the dates within a week.
alter table listings alter slots type bigint;

-- Every row is to be written anew.
insert into changes (group_id) select id from groups on conflict do nothing;

-- +goose Down
alter table listings alter slots type integer using (slots & 2097151)::integer;
drop table heartbeat;
