-- +goose Up
-- Organizers hear the evening before who comes for the first time.
alter table members add column tell_newcomers boolean not null default true;

-- +goose Down
alter table members drop column tell_newcomers;
