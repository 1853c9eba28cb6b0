-- +goose Up
-- In which language people are written to, as BCP 47 writes it: "en", "de".

-- Owned by internal/members. That of the browser with which the account was made,
-- until its owner chooses.
alter table members
    add column language text not null default 'en'
        constraint members_language check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$');

-- Owned by internal/reminders. For addresses without an account: that of the
-- request which caused the mail.
alter table mails
    add column language text not null default 'en'
        constraint mails_language check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$');

-- +goose Down
alter table mails drop column language;
alter table members drop column language;
