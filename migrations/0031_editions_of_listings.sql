-- +goose Up
-- Owned by internal/search. The edition of the card that goes with a row; see 0030.
alter table listings add edition integer not null default 0;

-- +goose Down
alter table listings drop edition;
