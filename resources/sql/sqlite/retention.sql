-- SPDX-License-Identifier: GPL-3.0-or-later

-- The last row stays: its number would be given to the next click that claims none, which would then count as one whose
-- keys are stored (see ClickNumbering, clickKey.unfed).
-- name: retention.clicksDelete
DELETE FROM clicks
WHERE token = :token AND first_seen_ms < :before_ms AND bound_at IS NULL
    AND rowid < (SELECT MAX(rowid) FROM clicks)
    AND NOT EXISTS (SELECT 1 FROM bot_users u WHERE u.tracking_session_id = clicks.token)
    AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.tracking_token = clicks.token)
RETURNING *;
