-- +goose Up
-- Owned by internal/members.

create extension if not exists citext;

create table members (
    id                 bigint generated always as identity primary key,
    email              citext      not null constraint members_email unique,
    name               text        not null default '',
    zone               text        not null default 'UTC', -- that of the first group joined
    remind_day_before  boolean     not null default true,
    remind_hours_before boolean    not null default false, -- the second reminder, two hours before
    created_at         timestamptz not null
);

-- Hosts are named by address, so that one can be named before signing in.
create table hosts (
    email    citext      primary key,
    added_at timestamptz not null
);

-- A link that went to an address and works once. The token in the link is
-- derived from the row's id and the site's secret, so a copy of this table
-- opens nothing.
create table mailed_links (
    id         bigint generated always as identity primary key,
    purpose    text        not null check (purpose in ('sign_in', 'old_address', 'new_address')),
    email      citext      not null, -- where it went
    change_id  bigint,               -- of address_changes
    onward     text        not null default '', -- local path to go on to
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index mailed_links_email on mailed_links (email, created_at);

create table address_changes (
    id           bigint generated always as identity primary key,
    member_id    bigint      not null references members on delete cascade,
    new_email    citext      not null,
    old_agreed_at timestamptz,
    new_agreed_at timestamptz,
    created_at   timestamptz not null
);
alter table mailed_links
    add foreign key (change_id) references address_changes on delete cascade;
create index address_changes_member on address_changes (member_id);

create table sessions (
    token_hash bytea       primary key, -- SHA-256 of the cookie's token
    member_id  bigint      not null references members on delete cascade,
    created_at timestamptz not null,
    seen_at    timestamptz not null,
    expires_at timestamptz not null
);
create index sessions_member on sessions (member_id);

-- +goose Down
drop table sessions, mailed_links, address_changes, hosts, members;
