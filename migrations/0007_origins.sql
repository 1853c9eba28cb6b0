-- +goose Up
-- Owned by internal/calendar.

-- Results say as of when a listing is expected. A calendar that is read again and
-- says the same changes only that, which the search would not hear of.

-- +goose StatementBegin
create function note_changed_origins() returns trigger language plpgsql as $$
begin
    -- group_id is null once the group is erased
    insert into changes (group_id) select group_id from touched where group_id is not null order by 1
        on conflict (group_id) do update set changed_at = now();
    perform pg_notify('changes', '');
    return null;
end $$;
-- +goose StatementEnd

create trigger changed_update after update on origins referencing new table as touched
    for each statement execute function note_changed_origins();

-- +goose Down
drop trigger changed_update on origins;
drop function note_changed_origins;
