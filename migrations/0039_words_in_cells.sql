-- +goose Up
-- Owned by internal/search. A word that is common in the world, of very many groups in a great
-- town, is found by what it and a cell make together: a number for each word of a card and each
-- of some cells. Two may share a number, so that whoever looks for one compares the words. It is
-- not parallel safe, since Postgres expects many rows of it, and would start workers for a few.
create function words_in_cells(words tsvector, cells integer[]) returns integer[]
	language sql immutable strict
	return (select array_agg(hashtext(word) # cell) from unnest(tsvector_to_array(words)) word, unnest(cells) cell);
-- The fifth are 1.6 degrees wide, see Cells of internal/place.
create index cards_words_in_cells on cards using gin (words_in_cells(words, cells[5:5])) with (fastupdate = off);
-- What Postgres would know of this makes it plan a search by words anew each time, see 0028_rooms.
alter index cards_words_in_cells alter column 1 set statistics 0;

-- +goose Down
drop index cards_words_in_cells;
drop function words_in_cells;
