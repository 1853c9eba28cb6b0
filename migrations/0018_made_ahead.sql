-- +goose Up
-- Owned by internal/meetings.

-- How far ahead meetings are made is nothing that the search shows. All groups
-- have that changed once a week.
drop trigger changed_update on schedules;

-- +goose StatementBegin
create function note_changed_schedules() returns trigger language plpgsql as $$
begin
    insert into changes (group_id)
        select distinct group_id from touched t join before b using (id, group_id)
        where (t.starts, t.minutes, t.rule) is distinct from (b.starts, b.minutes, b.rule) order by 1
        on conflict (group_id) do update set changed_at = now();
    if found then
        perform pg_notify('changes', '');
    end if;
    return null;
end $$;
-- +goose StatementEnd

create trigger changed_update after update on schedules referencing old table as before new table as touched
    for each statement execute function note_changed_schedules();

-- +goose Down
drop trigger changed_update on schedules;
drop function note_changed_schedules;
create trigger changed_update after update on schedules referencing new table as touched
    for each statement execute function note_changed_groups();
