-- +goose Up
-- Owned by internal/search. Which edition of a group's card its rows go with, so that a
-- process that has read a card need not read it again until it says something else. 0:
-- not known yet; each card is written anew by the group's next meeting at the latest.
alter table cards add edition integer not null default 0;
alter table listings add edition integer not null default 0;

-- +goose Down
alter table listings drop edition;
alter table cards drop edition;
