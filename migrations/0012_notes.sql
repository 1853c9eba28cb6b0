-- +goose Up
-- Owned by internal/meetings.

-- What organizers say about one date, besides why it is moved or called off.
alter table meetings add note text not null default '';

-- +goose Down
alter table meetings drop note;
