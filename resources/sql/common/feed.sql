-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: feed.binding
SELECT bound_bot_id, bound_telegram_user_id, bound_at, erased_at FROM clicks
WHERE token = :token AND workspace_id = :workspace_id;

-- Newest first, so that whoever falls behind sees what is new.
-- name: feed.newestClicks
SELECT token FROM clicks WHERE token >= :from_token AND token < :until_token AND workspace_id = :workspace_id
ORDER BY token DESC
LIMIT :limit;

-- name: feed.lastTrailId
SELECT MAX(id) AS id FROM trail;
