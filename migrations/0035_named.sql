-- +goose Up
-- Owned by internal/search. A word of a name is looked for in each cell around a place by one key: to
-- intersect all places of a word with all words of a place takes ten times as long, where both are many.
-- +goose StatementBegin
create function located(words tsvector, cells integer[]) returns tsvector language sql immutable parallel safe
	as $$ select array_to_tsvector(array(
		select lexeme || '@' || cell::text from unnest(words), unnest(cells) cell where cell is not null)) $$;
-- +goose StatementEnd
create index cards_named on cards
	using gin (located(ts_filter(words, '{a}'), array[cells[2], cells[4], cells[6]])) with (fastupdate = off);
alter index cards_named alter column 1 set statistics 0; -- nobody asks for them, see 0028_rooms

-- +goose Down
drop index cards_named;
drop function located;
