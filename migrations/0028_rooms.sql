-- +goose Up
-- Owned by internal/search. Every card is to be written anew: groups without a room are
-- found by those who ask for them alone, and cells lie on a map now, see CellsWithin of
-- internal/place.
--
-- Whoever makes cards anew meanwhile is waited for here, where nothing is held yet: an
-- older process holds cards while it notes groups, and the other way round.
lock table changes in exclusive mode;
insert into changes (group_id) select id from groups order by id on conflict do nothing;

-- What Postgres knows of these columns makes it plan a search by words anew each time,
-- which takes longer than most searches do, for the plan it would have made anyway.
alter table cards alter cells set statistics 0, alter words set statistics 0, alter name set statistics 0;
alter table cards alter cells type integer[], alter words type tsvector, alter name type text; -- forgets what it knew

-- +goose Down
alter table cards alter cells set statistics -1, alter words set statistics -1, alter name set statistics -1;
insert into changes (group_id) select id from groups order by id on conflict do nothing; -- cells were chosen otherwise
