-- +goose Up
-- Owned by internal/search. What the filters on week, price and language need.

-- Databases that were made while these columns stood in 0006 have them already.
alter table listings
    add column if not exists next_at  timestamptz,              -- the next date
    add column if not exists price    integer,                  -- whole units of the local currency; null: not said
    add column if not exists language text not null default '';     -- BCP 47; empty: not said

-- Every row is to be written anew.
insert into changes (group_id) select id from groups on conflict do nothing;

-- +goose Down
alter table listings drop column next_at, drop column price, drop column language;
