-- +goose Up
-- Owned by internal/groups.

create table groups (
    id            bigint generated always as identity primary key,
    slug          text not null constraint groups_slug unique,
    name          text not null check (char_length(name) between 1 and 120),
    about         text not null default '',  -- markdown, as typed
    state         text not null default 'listed'
                  -- withheld: looks internal, not offered until a host says so
                  check (state in ('listed', 'paused', 'withheld', 'removed')),
    claimed       boolean not null,          -- false: imported, nobody answers for it yet

    venue         text not null default '',
    address       text not null default '',
    town          text not null default '',  -- as the gazetteer writes it
    lat           double precision not null check (lat between -90 and 90),
    lon           double precision not null check (lon between -180 and 180),
    zone          text not null              -- IANA name; all local times of the group
                  -- One that the database does not know would fail every statement
                  -- that reckons local times of many groups, such as the reminders'.
                  constraint groups_zone check (timestamp '2000-01-01' at time zone zone is not null),
    directions    text not null default '',  -- how to get there, and home
    public_place  boolean not null default false,
    online        boolean not null default false,

    come_in       text not null default '',  -- the first visit: which door,
    look_for      text not null default '',  -- whom to look for,
    first_minutes text not null default '',  -- what happens,
    bring         text not null default '',  -- what to bring
    cost          text not null default '',  -- in words
    price         integer check (price >= 0), -- whole units of the local currency; null: not said
    step_free     boolean not null default false,
    hearing_loop  boolean not null default false,
    quiet         boolean not null default false,
    beginners     boolean not null default false,
    alone         boolean not null default false,
    children      boolean not null default false,
    language      text    not null default '', -- BCP 47, empty: not said
    capacity      integer check (capacity between 1 and 100000),

    version       integer not null default 1, -- a stale form is refused by it
    created_at    timestamptz not null,
    updated_at    timestamptz not null
);

-- Every slug ever used; old ones redirect, none is given out twice.
create table slugs (
    slug     text   primary key,
    group_id bigint references groups on delete set null
);
create index slugs_group on slugs (group_id);

create table group_interests (
    group_id bigint   not null references groups on delete cascade,
    interest text     not null, -- slug of internal/interest
    position smallint not null, -- 0 is the one it is known for
    primary key (group_id, interest)
);

create table memberships (
    group_id  bigint      not null references groups on delete cascade,
    member_id bigint      not null references members on delete cascade,
    role      text        not null check (role in ('member', 'organizer')),
    joined_at timestamptz not null,
    primary key (group_id, member_id)
);
create index memberships_member on memberships (member_id);

-- An invitation to organize together, or to take over.
create table invitations (
    id          bigint generated always as identity primary key,
    group_id    bigint      not null references groups on delete cascade,
    email       citext      not null,
    invited_by  bigint      not null references members on delete cascade,
    hand_over   boolean     not null default false,
    created_at  timestamptz not null,
    answered_at timestamptz,
    unique (group_id, email)
);

-- Somebody says that an imported listing is theirs; a host decides.
create table claims (
    id         bigint generated always as identity primary key,
    group_id   bigint      not null references groups on delete cascade,
    member_id  bigint      not null references members on delete cascade,
    words      text        not null,
    created_at timestamptz not null,
    decided_at timestamptz,
    approved   boolean,
    constraint claims_once unique (group_id, member_id)
);

-- "This is wrong, take it down."
create table reports (
    id          bigint generated always as identity primary key,
    group_id    bigint      not null references groups on delete cascade,
    words       text        not null,
    contact     text        not null default '',
    created_at  timestamptz not null,
    resolved_at timestamptz,
    outcome     text check (outcome in ('taken_down', 'kept'))
);
create index reports_group on reports (group_id);

-- Which groups the search has to look at again. Rows come from the triggers
-- below and in the meetings' step, so no writer can forget them.
create table changes (
    group_id   bigint      primary key,
    changed_at timestamptz not null default now()
);

-- +goose StatementBegin
create function note_changed_groups() returns trigger language plpgsql as $$
begin
    -- "do update" and not "do nothing": it makes a reader that takes the row away
    -- wait for this transaction, so that it cannot miss what is written here.
    if tg_table_name = 'groups' then
        insert into changes (group_id) select id from touched order by 1
            on conflict (group_id) do update set changed_at = now();
    else
        insert into changes (group_id) select distinct group_id from touched order by 1
            on conflict (group_id) do update set changed_at = now();
    end if;
    perform pg_notify('changes', '');
    return null;
end $$;
-- +goose StatementEnd

create trigger changed_insert after insert on groups referencing new table as touched
    for each statement execute function note_changed_groups();
create trigger changed_update after update on groups referencing new table as touched
    for each statement execute function note_changed_groups();
create trigger changed_delete after delete on groups referencing old table as touched
    for each statement execute function note_changed_groups();
create trigger changed_insert after insert on group_interests referencing new table as touched
    for each statement execute function note_changed_groups();
create trigger changed_delete after delete on group_interests referencing old table as touched
    for each statement execute function note_changed_groups();

-- +goose Down
drop table reports, claims, invitations, memberships, group_interests, slugs, groups, changes;
drop function note_changed_groups;
