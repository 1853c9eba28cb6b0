-- +goose Up
-- Owned by internal/meetings.

-- A date that is deleted and made anew must not count its changes from the
-- beginning: programs that have seen a higher SEQUENCE would not believe it. What
-- it had counted is counted for its group from then on.

-- +goose StatementBegin
create function note_deleted_meetings() returns trigger language plpgsql as $$
begin
    update timetables t set sequence = t.sequence + d.most
    from (select group_id, max(sequence) as most from touched group by group_id) d
    where t.group_id = d.group_id and d.most > 0;
    return null;
end $$;
-- +goose StatementEnd

create trigger kept_sequence after delete on meetings referencing old table as touched
    for each statement execute function note_deleted_meetings();

-- +goose Down
drop trigger kept_sequence on meetings;
drop function note_deleted_meetings;
