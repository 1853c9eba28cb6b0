-- +goose Up
-- Owned by internal/meetings. On which days somebody comes every time, as they said it: a bit
-- for each weekday from Sunday (0 to 6) and for each day of the month (7 to 37); none: whichever
-- day it is.
alter table standing_places add days bigint not null default 0;

create function stands_on(days bigint, original timestamp) returns boolean language sql immutable
return days = 0
	or days & (1::bigint << extract(dow from original)::int) <> 0
	or days & (1::bigint << (6 + extract(day from original)::int)) <> 0;

-- Of those who said so before, the weekdays that their group meets on now, extra dates apart.
update standing_places t set days = known.days
from (
	select m.group_id, bit_or(1::bigint << extract(dow from m.original)::int) as days
	from meetings m
	where m.starts_at > now() and m.status in ('on', 'moved')
	  and not exists (select from schedules s join exceptions e on e.schedule_id = s.id
	                  where s.group_id = m.group_id and e.extra and e.wall = m.original)
	  and not exists (select from schedules s where s.group_id = m.group_id and s.rule !~ 'FREQ=WEEKLY|BYDAY')
	group by m.group_id) known
where known.group_id = t.group_id;

-- Owned by internal/groups. A web page of the group's own; where its calendar names one, that.
alter table groups add web text not null default '';
update groups g set web = o.page from origins o where o.group_id = g.id and o.own and o.page ~ '^https?://' and length(o.page) <= 500;

-- +goose Down
alter table groups drop web;
drop function stands_on;
alter table standing_places drop days;
