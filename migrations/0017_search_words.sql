-- +goose Up
-- Owned by internal/search. The words of names and descriptions, for what is asked
-- for and is no interest that we know. Those of the name weigh A.
alter table cards add words tsvector not null default '';
-- Searches are many and writes few: no list of entries still to be put in, which
-- every search would have to read through.
create index cards_words on cards using gin (words) with (fastupdate = off);

-- Every card is to be written anew.
insert into changes (group_id) select id from groups on conflict do nothing;

-- +goose Down
alter table cards drop words;
