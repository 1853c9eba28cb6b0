-- +goose Up
-- Owned by internal/search. A card holds what a search filters and sorts by, as the group's row
-- on the sheet of all groups does, so that whoever looks for words need not look up that row.
-- An older process that still runs cannot write cards without these, and leaves them.
drop index cards_words; -- each of its many entries would be written anew, one by one
alter table cards
	add pin point, add slots bigint, add traits integer, add dated boolean, add steady real, add price integer, add language text;
update cards set pin = l.pin, slots = l.slots, traits = l.traits, dated = l.dated, steady = l.steady, price = l.price, language = l.language
	from listings l where l.group_id = cards.group_id and l.interest = 0;
alter table cards
	alter pin set not null, alter slots set not null, alter traits set not null, alter dated set not null, alter steady set not null,
	alter language set not null;
create index cards_words on cards using gin (cells, name gin_trgm_ops, words) with (fastupdate = off);

-- +goose Down
alter table cards drop pin, drop slots, drop traits, drop dated, drop steady, drop price, drop language;
