-- +goose Up
-- Owned by internal/search. Each interest has a sheet of its own in an atlas, see Spot.On of
-- internal/place, so that one index of spots serves all of them in half the time.
-- Where a row is pinned has another name than before, so that an older process that still
-- runs does not put rows on the wrong sheet, but stops.
drop index listings_near;
alter table listings rename spot to pin;
update listings set pin = point(pin[0] + 1000 * (interest >> 16), pin[1] + 1000 * (interest & 65535));
create index listings_near on listings using gist (pin);
create index listings_in_order on listings (interest, group_id);

-- +goose Down
drop index listings_in_order;
drop index listings_near;
alter table listings rename pin to spot;
update listings set spot = point(spot[0] - 1000 * (interest >> 16), spot[1] - 1000 * (interest & 65535));
create index listings_near on listings using gist (interest, spot);
