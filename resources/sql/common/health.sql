-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: health.starts
SELECT COUNT(*) AS n, MIN(created_at) AS oldest FROM starts WHERE attribution = 'pending' AND next_emit_at > 0;

-- name: health.attributions
SELECT COUNT(*) AS n, MIN(created_at) AS oldest FROM payments WHERE attribution = 'pending' AND next_attach_at > 0;

-- name: health.checks
SELECT COUNT(*) AS n, MIN(next_check_at) AS oldest FROM payments WHERE next_check_at <= :now;

-- name: health.notices
SELECT COUNT(*) AS n, MIN(next_attempt_at) AS oldest FROM gateway_notices WHERE next_attempt_at <= :now;

-- name: health.lastUpdate
SELECT received_at AS oldest FROM telegram_updates WHERE bot_id = :bot_id ORDER BY update_id DESC LIMIT 1;

-- name: health.updates
SELECT COUNT(*) AS n, MIN(received_at) AS oldest FROM telegram_updates WHERE bot_id = :bot_id AND state = 'pending';

-- name: health.deadUpdates
SELECT COUNT(*) AS n FROM telegram_updates WHERE bot_id = :bot_id AND state = 'dead';

-- name: health.messages
SELECT COUNT(*) AS n, MIN(run_at) AS oldest FROM messages
WHERE bot_id = :bot_id AND state = 'pending' AND run_at <= :now;

-- name: health.pixels
SELECT scope_kind, scope_id, plugin_id, 'pending' AS state, COUNT(*) AS n, MIN(event_at) AS oldest,
    MAX(answer) AS answer
FROM conversions WHERE state = 'pending' GROUP BY scope_kind, scope_id, plugin_id;

-- name: health.stoppedPixels
SELECT scope_kind, scope_id, plugin_id, 'stopped' AS state, COUNT(*) AS n, MIN(event_at) AS oldest,
    MAX(answer) AS answer
FROM conversions WHERE state = 'stopped' GROUP BY scope_kind, scope_id, plugin_id;

-- name: health.deadEvents
SELECT destination, event_name, payment_id, answer FROM conversions WHERE state = 'dead' AND id > 0
ORDER BY id DESC LIMIT :limit;

-- name: health.recentCharges
SELECT bot_id, gateway_type, status, last_error FROM payments
WHERE id > (SELECT COALESCE(MAX(id), 0) FROM payments) - :limit
ORDER BY id;

-- name: health.newestEntry
SELECT at AS oldest FROM trail WHERE id = (SELECT MAX(id) FROM trail);

-- name: health.counted
SELECT state, SUM(n) AS n FROM row_counts WHERE subject = :subject AND scope = 0 GROUP BY state;

-- What is counted of a day, and what is stored of it, at one moment. As many clicks are read as :most.
-- name: health.clicksOfDay
SELECT
    (SELECT COALESCE(SUM(visits), 0) FROM funnel_days WHERE workspace_id = :workspace_id AND day = :day)
        AS counted_visits,
    (SELECT COALESCE(SUM(repeats + previews + crawlers), 0) FROM funnel_days
        WHERE workspace_id = :workspace_id AND day = :day) AS counted_others,
    (SELECT COALESCE(SUM(people), 0) FROM undated_clicks WHERE workspace_id = :workspace_id AND day = :day)
        AS undated_visits,
    (SELECT COALESCE(SUM(others), 0) FROM undated_clicks WHERE workspace_id = :workspace_id AND day = :day)
        AS undated_others,
    COALESCE(SUM(CASE WHEN traffic = 'person' THEN 1 ELSE 0 END), 0) AS visits, COUNT(*) AS clicks
FROM (SELECT traffic FROM clicks
    WHERE token >= :from_token AND token < :until_token AND workspace_id = :workspace_id
        AND first_seen_ms >= :from_ms AND first_seen_ms < :until_ms
    LIMIT :most) s;

-- name: health.salesOfDay
SELECT
    (SELECT COALESCE(SUM(sales), 0) FROM funnel_days WHERE workspace_id = :workspace_id AND day = :day) AS counted,
    (SELECT COALESCE(SUM(minor), 0) FROM funnel_days WHERE workspace_id = :workspace_id AND day = :day)
        AS counted_minor,
    COUNT(*) AS stored, COALESCE(SUM(amount), 0) AS minor
FROM payments
WHERE workspace_id = :workspace_id AND paid_at IS NOT NULL AND paid_at >= :from_at AND paid_at < :until_at
    AND attribution <> 'pending';

-- Clicks that were taken over are another platform's redirects, or those of another installation.
-- name: health.redirectsOfMinutes
SELECT
    (SELECT COALESCE(SUM(people + others), 0) FROM redirect_minutes
        WHERE minute >= :from_minute AND minute < :until_minute) AS counted,
    COUNT(*) AS stored,
    (SELECT COUNT(*) FROM workspaces CROSS JOIN trail t CROSS JOIN clicks c
        WHERE t.workspace_id = workspaces.id AND t.token >= :from_token AND t.token < :until_token
            AND t.step = 'click.taken_over'
            AND c.token = t.token AND c.pool_id IS NOT NULL
            AND c.first_seen_ms >= :from_ms AND c.first_seen_ms < :until_ms) AS taken_over
FROM (SELECT token FROM clicks
    WHERE token >= :from_token AND token < :until_token AND pool_id IS NOT NULL
        AND first_seen_ms >= :from_ms AND first_seen_ms < :until_ms
    LIMIT :most) s;

-- name: health.pendingEvents
SELECT
    (SELECT COALESCE(SUM(n), 0) FROM row_counts WHERE subject = 'conversions' AND scope = 0 AND state = 'pending')
        AS counted,
    COUNT(*) AS stored
FROM conversions WHERE state = 'pending';
