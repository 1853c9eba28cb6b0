-- +goose Up
-- Owned by internal/groups. Whether lat and lon are those of the venue. Of groups that exist this
-- is not known: most points are those of towns. The next import of a calendar says it again.
alter table groups add column exact boolean not null default false;

-- Owned by internal/search. The pulse counts from the first meeting on that was held; of none that
-- was, there is nothing to count. Cards of groups that held one are written anew.
lock table changes in exclusive mode; -- see 0028_rooms
update cards set of = 0 where held = 0;
insert into changes (group_id) select distinct group_id from meetings where status = 'held' order by group_id on conflict do nothing;

-- +goose Down
alter table groups drop column exact;
lock table changes in exclusive mode;
insert into changes (group_id) select id from groups order by id on conflict do nothing;
