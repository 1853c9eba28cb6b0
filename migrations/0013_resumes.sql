-- +goose Up
-- Owned by internal/meetings.

-- Where no meeting could be made up to the horizon: the next date beyond it, as
-- after a long break. Null if there is none, which is worth an alarm.
alter table schedules add resumes timestamptz;

-- Looked at anew by the next run, which fills it.
update schedules set made_through = null
 where not exists (select from meetings m where m.group_id = schedules.group_id and m.starts_at > now());

-- +goose Down
alter table schedules drop resumes;
