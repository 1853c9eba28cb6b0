-- +goose Up
-- Owned by internal/search. Each interest has a sheet of its own in an atlas, see Spot.On of
-- internal/place, so that one index of spots serves all of them in half the time.
drop index listings_near;
update listings set spot = point(spot[0] + 1000 * (interest >> 16), spot[1] + 1000 * (interest & 65535));
create index listings_near on listings using gist (spot);

-- +goose Down
drop index listings_near;
update listings set spot = point(spot[0] - 1000 * (interest >> 16), spot[1] - 1000 * (interest & 65535));
create index listings_near on listings using gist (interest, spot);
