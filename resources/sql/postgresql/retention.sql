-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: retention.clicksDelete
DELETE FROM clicks
WHERE token = :token AND first_seen_ms < :before_ms AND bound_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM bot_users u WHERE u.tracking_session_id = clicks.token)
    AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.tracking_token = clicks.token)
RETURNING *;
