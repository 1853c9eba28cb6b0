-- +goose Up
-- Owned by internal/reminders. A mail is written three times: planned, claimed and
-- settled. With room for it on the same page, claiming touches no index, which was
-- more than half of what it took.
alter table mails set (fillfactor = 50);

-- +goose Down
alter table mails reset (fillfactor);
