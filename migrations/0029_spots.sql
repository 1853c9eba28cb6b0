-- +goose Up
-- Owned by internal/search. Where a group lies on a map, see Spot of internal/place, in
-- place of where it lies in space: the index of a plane is read several times as fast,
-- above all where groups come in as they are listed, here and there.
alter table listings add spot point;
update listings l set spot = point(c.lon, degrees(ln(tan(radians(45 + greatest(-89.9, least(89.9, c.lat)) / 2)))))
from cards c where c.group_id = l.group_id;
alter table listings alter spot set not null, drop point;
create index listings_near on listings using gist (interest, spot);

-- +goose Down
alter table listings add point cube;
update listings l set point = cube(array[
    6371.0088 * cos(radians(c.lat)) * cos(radians(c.lon)), 6371.0088 * cos(radians(c.lat)) * sin(radians(c.lon)), 6371.0088 * sin(radians(c.lat))])
from cards c where c.group_id = l.group_id;
alter table listings alter point set not null, drop spot;
create index listings_near on listings using gist (interest, point);
