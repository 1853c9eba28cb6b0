-- +goose Up
-- Reminders by the million: planning looks only where something can be due, and a
-- mail costs the database less.

-- When to look next at what is due to the members of a group. What changes a due
-- time adds a row that is due at once, whoever else holds one; planning takes all of
-- a group's rows away and adds the next.
create table looks (
    id       bigint generated always as identity primary key,
    group_id bigint      not null,
    at       timestamptz not null default '-infinity',
    seen_at  timestamptz not null default '-infinity' -- when the last look was
);
create index looks_at on looks (at);
create index looks_seen on looks (seen_at);
create index looks_group on looks (group_id);

-- +goose StatementBegin
create function note_look() returns trigger language plpgsql as $$
begin
    case tg_table_name
    when 'groups' then
        insert into looks (group_id) select id from touched;
    when 'places' then
        insert into looks (group_id)
            select distinct m.group_id from touched t join meetings m on m.id = t.meeting_id;
    when 'members' then
        insert into looks (group_id)
            select r.group_id from touched t join memberships r on r.member_id = t.id
            union
            select m.group_id from touched t join places p on p.member_id = t.id
                join meetings m on m.id = p.meeting_id;
    else
        insert into looks (group_id) select distinct group_id from touched;
    end case;
    return null;
end $$;
-- +goose StatementEnd

create trigger look_update after update on groups referencing new table as touched
    for each statement execute function note_look();
create trigger look_update after update on members referencing new table as touched
    for each statement execute function note_look();
create trigger look_insert after insert on memberships referencing new table as touched
    for each statement execute function note_look();
create trigger look_update after update on memberships referencing new table as touched
    for each statement execute function note_look();
create trigger look_insert after insert on meetings referencing new table as touched
    for each statement execute function note_look();
create trigger look_update after update on meetings referencing new table as touched
    for each statement execute function note_look();
create trigger look_insert after insert on places referencing new table as touched
    for each statement execute function note_look();
create trigger look_update after update on places referencing new table as touched
    for each statement execute function note_look();

insert into looks (group_id) select id from groups;

-- How many mails ever ended in which way, by whatever process.
create table mail_counts (
    kind    text   not null,
    outcome text   not null, -- sent, dropped or failed
    mails   bigint not null,
    primary key (kind, outcome)
);

-- One index tells both that a member has a mail and which mails a member has. Each
-- costs at planning and again at settling.
drop index mails_once, mails_member, mails_email;
create unique index mails_once on mails (member_id, meeting_id, kind);
create index mails_email on mails (email) where email is not null;

-- Few mute a group. Without this, planning reads all memberships to find them.
create index memberships_muted on memberships (group_id, member_id) where muted;

-- Checking and locking member and meeting for each mail was half of planning. A
-- mail of a meeting that has gone is dropped when it is due; those of a member go
-- with the member all the same.
alter table mails drop constraint mails_member_id_fkey, drop constraint mails_meeting_id_fkey;

-- +goose StatementBegin
create function forget_mails() returns trigger language plpgsql as $$
begin
    delete from mails where member_id = old.id;
    return null;
end $$;
-- +goose StatementEnd
create trigger forget_mails after delete on members for each row execute function forget_mails();

-- +goose Down
drop trigger forget_mails on members;
drop function forget_mails;
delete from mails m where member_id is not null and not exists (select from members where id = m.member_id)
    or meeting_id is not null and not exists (select from meetings where id = m.meeting_id);
alter table mails
    add constraint mails_member_id_fkey foreign key (member_id) references members on delete cascade,
    add constraint mails_meeting_id_fkey foreign key (meeting_id) references meetings on delete cascade;
drop index mails_once, mails_email, memberships_muted;
create unique index mails_once on mails (meeting_id, member_id, kind) where meeting_id is not null;
create index mails_member on mails (member_id);
create index mails_email on mails (email);
drop trigger look_update on groups;
drop trigger look_update on members;
drop trigger look_insert on memberships;
drop trigger look_update on memberships;
drop trigger look_insert on meetings;
drop trigger look_update on meetings;
drop trigger look_insert on places;
drop trigger look_update on places;
drop function note_look;
drop table looks, mail_counts;
