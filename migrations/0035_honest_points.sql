-- +goose Up
-- Owned by internal/search. The pulse counts from the first meeting on that was held; of none that
-- was, there is nothing to count. Cards of groups that held one are written anew.
lock table changes in exclusive mode; -- see 0028_rooms
update cards set of = 0 where held = 0;
insert into changes (group_id) select distinct group_id from meetings where status = 'held' order by group_id on conflict do nothing;

-- +goose Down
lock table changes in exclusive mode;
insert into changes (group_id) select id from groups order by id on conflict do nothing;
