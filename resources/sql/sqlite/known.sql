-- SPDX-License-Identifier: GPL-3.0-or-later
-- See KnownPeople.

-- Changes when somebody else has committed; not by what this connection commits.
-- name: known.version
PRAGMA data_version;

-- Each value once is enough, so the next piece begins behind the last one's.
-- name: known.fbclidsOfClicks
SELECT workspace_id AS owner, fbclid AS value FROM clicks
WHERE bound_telegram_user_id IS NOT NULL AND fbclid IS NOT NULL AND (workspace_id, fbclid) > (:owner, :value)
ORDER BY workspace_id, fbclid
LIMIT :limit;

-- name: known.visitorsOfClicks
SELECT workspace_id AS owner, visitor_id AS value FROM clicks
WHERE bound_telegram_user_id IS NOT NULL AND visitor_id IS NOT NULL AND (workspace_id, visitor_id) > (:owner, :value)
ORDER BY workspace_id, visitor_id
LIMIT :limit;

-- name: known.fbclidsOfUsers
SELECT bot_id AS owner, fbclid AS value FROM bot_users
WHERE fbclid IS NOT NULL AND (bot_id, fbclid) > (:owner, :value)
ORDER BY bot_id, fbclid
LIMIT :limit;

-- name: known.ofClick
SELECT fbclid, visitor_id FROM clicks WHERE rowid = :number AND bound_telegram_user_id IS NOT NULL;

-- name: known.ofUser
SELECT fbclid FROM bot_users WHERE id = :number AND fbclid IS NOT NULL;
