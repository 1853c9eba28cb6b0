-- +goose Up
-- What a planned mail costs.

-- Owned by internal/reminders. A planned mail goes by its member's language; comparing
-- one of its own with the pattern took a twentieth of planning.
alter table mails alter column language drop not null, alter column language drop default;

-- Owned by internal/groups. Planning and every mail about a meeting ask who organizes
-- the group, which few of its people do.
create index memberships_organizers on memberships (group_id) where role = 'organizer';

-- +goose Down
drop index memberships_organizers;
update mails set language = 'en' where language is null;
alter table mails alter column language set default 'en', alter column language set not null;
