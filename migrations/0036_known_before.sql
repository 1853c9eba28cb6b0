-- +goose Up
-- Owned by internal/reminders. A mail about a change keeps what its reader knew before of
-- each meeting. Those that wait knew the time of one, if that had changed.
update mails w set about = (w.about - 'was' - 'more') || jsonb_build_object('before', jsonb_build_array(jsonb_build_object(
	'meeting', m.id, 'starts', coalesce(w.about -> 'was', to_jsonb(m.starts_at)), 'venue', m.venue,
	'off', not w.about ? 'was' and m.status <> 'called_off', 'at', now())))
from meetings m
where w.kind = 'meeting-changed' and w.state = 'due' and m.id = (w.about ->> 'meeting')::bigint;

-- +goose Down
update mails set about = about - 'before' || jsonb_build_object('was', about -> 'before' -> 0 -> 'starts')
where kind = 'meeting-changed' and state = 'due';
