-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a visitor said to being reported, and when what identifies a person was erased.

ALTER TABLE clicks ADD COLUMN consent TEXT CHECK (consent IN ('granted', 'denied'));

ALTER TABLE clicks ADD COLUMN erased_at BIGINT;

ALTER TABLE payments ADD COLUMN consent TEXT CHECK (consent IN ('granted', 'denied'));

ALTER TABLE payments ADD COLUMN erased_at BIGINT;

ALTER TABLE bot_users ADD COLUMN erased_at BIGINT;

-- A click is written once; it may be erased once.
-- only: postgresql
DROP TRIGGER clicks_are_written_once ON clicks;

-- only: postgresql
CREATE TRIGGER clicks_are_written_once BEFORE UPDATE OF token, workspace_id, pool_id, bot_id, fbclid, ids, utm_source,
    utm_medium, utm_campaign, utm_content, utm_term, first_seen_ms, pageview_event_id, traffic, consent ON clicks
FOR EACH ROW WHEN (old.erased_at IS NOT NULL OR new.erased_at IS NULL)
EXECUTE FUNCTION refuse_change('a click is written once');

-- only: sqlite
DROP TRIGGER clicks_are_written_once;

-- only: sqlite
CREATE TRIGGER clicks_are_written_once BEFORE UPDATE OF token, workspace_id, pool_id, bot_id, fbclid, ids, utm_source,
    utm_medium, utm_campaign, utm_content, utm_term, first_seen_ms, pageview_event_id, traffic, consent ON clicks
WHEN old.erased_at IS NOT NULL OR new.erased_at IS NULL
BEGIN
    SELECT RAISE(ABORT, 'a click is written once');
END;
