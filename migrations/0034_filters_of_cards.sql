-- +goose Up
-- Owned by internal/search. A card holds what a search filters and sorts by, as the group's row
-- on the sheet of all groups does, so that whoever looks for words need not look up that row.
-- An older process that still runs cannot write cards without a pin, and leaves them.
alter table cards
	add pin point, add slots bigint not null default 0, add traits integer not null default 0, add dated boolean not null default false,
	add steady real not null default 0, add price integer, add language text not null default '';
update cards set pin = l.pin, slots = l.slots, traits = l.traits, dated = l.dated, steady = l.steady, price = l.price, language = l.language
	from listings l where l.group_id = cards.group_id and l.interest = 0;
alter table cards alter pin set not null;

-- +goose Down
alter table cards drop pin, drop slots, drop traits, drop dated, drop steady, drop price, drop language;
