-- +goose Up
-- Owned by internal/wishes.

-- "Tell me when one starts": a search that is made again and again for a member.
create table saved_searches (
    id        bigint generated always as identity primary key,
    member_id bigint      not null references members on delete cascade,
    query     text        not null, -- what stands behind the question mark of /find
    area      text        not null, -- the place, as the gazetteer says it
    zone      text        not null, -- of that place
    saved_at  timestamptz not null,
    look_at   timestamptz not null, -- when it is made next
    constraint saved_searches_once unique (member_id, query)
);
create index saved_searches_look on saved_searches (look_at);

-- "Be one of the first": who would come if there were a group. An area is a town
-- that stands for all around it, as the gazetteer says it (place.Hub).
create table wishes (
    id         bigint generated always as identity primary key,
    member_id  bigint      not null references members on delete cascade,
    interest   text        not null, -- slug of internal/interest
    area       text        not null,
    zone       text        not null, -- of that town
    wished_at  timestamptz not null,
    look_at    timestamptz not null, -- when it is next looked whether there is one
    invited_at timestamptz,          -- to open one; null: not yet
    constraint wishes_once unique (member_id, interest, area)
);
create index wishes_area on wishes (interest, area);
create index wishes_look on wishes (look_at);

-- The groups that a member was told of, or that were there when a search was
-- saved: no news to them any more, by whichever of their searches.
create table seen_groups (
    member_id bigint not null references members on delete cascade,
    group_id  bigint not null references groups on delete cascade,
    primary key (member_id, group_id)
);
create index seen_groups_group on seen_groups (group_id);

-- Owned by internal/members. Links by which somebody without a session says that
-- an address is theirs, and that what was asked for shall be; onward says what.
alter table mailed_links drop constraint mailed_links_purpose_check,
    add constraint mailed_links_purpose_check
        check (purpose in ('sign_in', 'old_address', 'new_address', 'save_search', 'wish'));

-- +goose Down
delete from mailed_links where purpose in ('save_search', 'wish');
alter table mailed_links drop constraint mailed_links_purpose_check,
    add constraint mailed_links_purpose_check check (purpose in ('sign_in', 'old_address', 'new_address'));
drop table seen_groups, wishes, saved_searches;
