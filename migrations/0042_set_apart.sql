-- +goose Up
-- Owned by internal/groups.

-- What a removed group was before, which it is again when it is restored.
alter table groups
    add column was text check (was in ('listed', 'paused', 'withheld'));

-- The few groups that hosts look at, or that wait to be erased, among very many.
create index groups_apart on groups (state, updated_at) where state in ('withheld', 'removed');

create index invitations_email on invitations (email);
create index invitations_inviter on invitations (invited_by);
create index claims_member on claims (member_id);
create index claims_waiting on claims (id) where decided_at is null;
create index reports_waiting on reports (id) where resolved_at is null;
create index reports_contact on reports (lower(contact)) where contact <> '';

-- Owned by internal/members and internal/meetings. Who deletes an account waits for these.
create index mailed_links_change on mailed_links (change_id) where change_id is not null;
create index notes_author on notes (written_by) where written_by is not null;

-- +goose Down
drop index notes_author, mailed_links_change, reports_contact, reports_waiting, claims_waiting, claims_member,
    invitations_inviter, invitations_email, groups_apart;
alter table groups drop column was;
