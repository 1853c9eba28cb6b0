-- +goose Up
-- Owned by internal/search. Which edition of a group's card this is, so that a process
-- that has read one need not read it again until there is another. 0: not known; a card
-- gets its number when it is written anew. The rows of listings follow in a migration of
-- their own, since searches hold one table while they wait for the other.
alter table cards add edition integer not null default 0;

-- +goose Down
alter table cards drop edition;
