-- +goose Up
-- Owned by internal/search: what finding reads, made anew from the other tables
-- whenever a group is noted in changes.

create extension if not exists cube;
create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- Everything that a result shows of a group that is offered.
create table cards (
    group_id    bigint primary key references groups on delete cascade,
    slug        text not null,
    name        text not null,
    interests   text[] not null, -- slugs
    venue       text not null,
    town        text not null,
    lat         double precision not null,
    lon         double precision not null,
    zone        text not null,
    rhythm      text not null,   -- when it meets, in words
    claimed     boolean not null,
    next_at     timestamptz,     -- null: no date to come is known
    next_ends   timestamptz,
    next_status text not null,
    next_venue  text not null,
    as_of       timestamptz,     -- of the calendar it comes from
    last_listed timestamptz,     -- last date that calendar lists
    held        integer not null,
    of          integer not null,
    low         integer not null,
    high        integer not null,
    beats       jsonb not null,
    stale_at    timestamptz      -- when time alone makes it wrong
);
create index cards_name on cards using gin (name gin_trgm_ops);
create index cards_stale on cards (stale_at);

-- One row per group and interest, with one more for each family and one with 0
-- for all groups.
create table listings (
    group_id bigint  not null references cards on delete cascade,
    interest integer not null, -- ID of internal/interest
    point    cube    not null, -- km from the earth's centre
    slots    integer not null, -- weekday × part of day, internal/schedule
    traits   integer not null, -- bits, see Trait
    dated    boolean not null, -- has a date to come
    steady   real    not null, -- see steadiness
    primary key (group_id, interest)
);
create index listings_near on listings using gist (interest, point);

insert into changes (group_id) select id from groups on conflict do nothing;

-- +goose Down
drop table listings, cards;
