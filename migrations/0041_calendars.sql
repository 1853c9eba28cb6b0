-- +goose Up
alter table follows add column asked_at timestamptz; -- when somebody last wanted it read at once; null: never

-- +goose Down
alter table follows drop column asked_at;
