-- +goose Up
-- Owned by internal/calendar.
alter table follows add column asked_at timestamptz; -- when somebody last wanted it read at once; null: never

-- A listing shows which calendar it comes from, and a group's own page only as such.
alter table origins
    add column calendar text    not null default '',     -- what it calls itself
    add column own      boolean not null default false;  -- page is that of the group, and not of the calendar

-- +goose Down
alter table origins drop column calendar, drop column own;
alter table follows drop column asked_at;
