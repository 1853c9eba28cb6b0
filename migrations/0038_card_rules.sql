-- +goose Up
-- Owned by internal/search. By which rules the cards are made: those of the program that made
-- them last. Another program makes them anew.
create table card_rules (rules text not null);
insert into card_rules values ('');

-- +goose Down
drop table card_rules;
