-- +goose Up
-- Which mails a member gets, and at which hours nobody is written to.

alter table members
    add column remind_at    smallint not null default 18 -- o'clock, the day before, in the group's zone
               check (remind_at between 8 and 20),
    add column remind_hours smallint not null default 2  -- how long before, the second reminder
               check (remind_hours between 1 and 6),
    add column tell_changes boolean  not null default true,
    -- One that the database does not know would fail everybody's reminders.
    add constraint members_zone check (timestamp '2000-01-01' at time zone zone is not null);

alter table memberships
    add column muted boolean not null default false; -- no mails about this group

-- 21:00 to 08:00 by a member's clock nobody is written to unasked. What would be
-- due then comes at 20:30 the evening before.
-- In plpgsql, since an SQL function of this size costs ten times as much a call.
-- +goose StatementBegin
create function before_night(due timestamptz, zone text) returns timestamptz
    language plpgsql immutable as $$
declare
    wall timestamp := due at time zone zone;
begin
    if wall::time >= '21:00' then return (wall::date + time '20:30') at time zone zone; end if;
    if wall::time < '08:00' then return (wall::date - 1 + time '20:30') at time zone zone; end if;
    return due;
end $$;
-- +goose StatementEnd

-- The same for news, which cannot come earlier: at 08:00.
-- +goose StatementBegin
create function after_night(due timestamptz, zone text) returns timestamptz
    language plpgsql immutable as $$
declare
    wall timestamp := due at time zone zone;
begin
    if wall::time >= '21:00' then return (wall::date + 1 + time '08:00') at time zone zone; end if;
    if wall::time < '08:00' then return (wall::date + time '08:00') at time zone zone; end if;
    return due;
end $$;
-- +goose StatementEnd

-- A member lives in the zone of the first group joined, until they say otherwise;
-- UTC stands for "not known yet".
update members b set zone = first.zone
from (select distinct on (m.member_id) m.member_id, g.zone
      from memberships m join groups g on g.id = m.group_id
      order by m.member_id, m.joined_at, g.id) first
where first.member_id = b.id and b.zone = 'UTC';

-- +goose StatementBegin
create function settle_zone() returns trigger language plpgsql as $$
begin
    update members b set zone = g.zone
    from groups g where g.id = new.group_id and b.id = new.member_id and b.zone = 'UTC';
    return null;
end $$;
-- +goose StatementEnd
create trigger zone_of_first_group after insert on memberships
    for each row execute function settle_zone();

-- Addresses that a mail server refused for good, how often running. From the
-- third time on nothing goes there but what its owner asks for. Owned by
-- internal/reminders.
create table refusals (
    email   citext      primary key,
    times   integer     not null,
    answer  text        not null, -- the mail server's words, the last time
    last_at timestamptz not null
);

-- +goose Down
drop table refusals;
drop trigger zone_of_first_group on memberships;
drop function settle_zone, before_night, after_night;
alter table memberships drop column muted;
alter table members drop constraint members_zone,
    drop column remind_at, drop column remind_hours, drop column tell_changes;
