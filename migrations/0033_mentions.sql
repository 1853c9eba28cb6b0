-- +goose Up
-- Owned by internal/search. Interests that a group merely mentions are shelves of their own
-- in listings, and the words of a description stand in cards once.
lock table changes in exclusive mode; -- see 0028_rooms
insert into changes (group_id) select id from groups order by id on conflict do nothing;

-- +goose Down
lock table changes in exclusive mode;
insert into changes (group_id) select id from groups order by id on conflict do nothing;
