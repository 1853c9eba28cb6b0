-- +goose Up
-- Owned by internal/search. What keeps finding quick among a million groups.

-- The cells of a grid that the group lies in, see Cells of internal/place: a word
-- that is common in the world is rare in one of them. One index holds cells, names
-- and words, so that it reads where their lists meet and no list to its end.
alter table cards
    add cells integer[] not null default '{}',
    drop beats, -- as short as they can be written, see beats.go of internal/search
    add beats text not null default '';
drop index cards_words, cards_name;
create index cards_words on cards using gin (cells, name gin_trgm_ops, words) with (fastupdate = off);

-- Every card is to be written anew.
insert into changes (group_id) select id from groups on conflict do nothing;

-- +goose Down
drop index cards_words;
alter table cards drop cells, drop beats, add beats jsonb not null default '[]';
create index cards_name on cards using gin (name gin_trgm_ops);
create index cards_words on cards using gin (words) with (fastupdate = off);
