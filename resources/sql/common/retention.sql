-- SPDX-License-Identifier: GPL-3.0-or-later
-- A look goes through a bounded number of rows by the primary key: are they old, and does nothing need them any more?
-- What is found is deleted elsewhere and later: so its deletion asks again.

-- name: retention.trailLook
SELECT id, CASE WHEN at < :before THEN 1 ELSE 0 END AS is_old, CASE WHEN at < :before THEN 1 ELSE 0 END AS is_dead
FROM trail WHERE id > :after ORDER BY id LIMIT :look;

-- name: retention.trailDelete
DELETE FROM trail WHERE id = :id AND at < :before;

-- name: retention.noticesLook
SELECT id, CASE WHEN received_at < :before THEN 1 ELSE 0 END AS is_old,
    CASE WHEN received_at < :before AND state <> 'pending' AND next_attempt_at IS NULL THEN 1 ELSE 0 END AS is_dead
FROM gateway_notices WHERE id > :after ORDER BY id LIMIT :look;

-- name: retention.noticesDelete
DELETE FROM gateway_notices
WHERE id = :id AND received_at < :before AND state <> 'pending' AND next_attempt_at IS NULL;

-- A payment's messages tell what became of its delivery: they stay with it.
-- name: retention.messagesLook
SELECT id, CASE WHEN run_at < :before THEN 1 ELSE 0 END AS is_old,
    CASE WHEN run_at < :before AND finished_at < :before AND payment_id IS NULL
        AND state IN ('sent', 'failed', 'expired') THEN 1 ELSE 0 END AS is_dead
FROM messages WHERE id > :after ORDER BY id LIMIT :look;

-- name: retention.messagesDelete
DELETE FROM messages
WHERE id = :id AND run_at < :before AND finished_at < :before AND payment_id IS NULL
    AND state IN ('sent', 'failed', 'expired');

-- name: retention.eventsLook
SELECT id, CASE WHEN event_at < :before THEN 1 ELSE 0 END AS is_old,
    CASE WHEN event_at < :before AND payment_id IS NULL
        AND state IN ('sent', 'dead', 'withheld') THEN 1 ELSE 0 END AS is_dead
FROM conversions WHERE id > :after ORDER BY id LIMIT :look;

-- name: retention.eventsDelete
DELETE FROM conversions
WHERE id = :id AND event_at < :before AND payment_id IS NULL AND state IN ('sent', 'dead', 'withheld');

-- name: retention.botFrom
SELECT id FROM bots WHERE id >= :id ORDER BY id LIMIT 1;

-- name: retention.updatesLook
SELECT update_id AS id, CASE WHEN received_at < :before THEN 1 ELSE 0 END AS is_old,
    CASE WHEN received_at < :before AND state <> 'pending' THEN 1 ELSE 0 END AS is_dead
FROM telegram_updates WHERE bot_id = :bot_id AND update_id > :after ORDER BY update_id LIMIT :look;

-- name: retention.updatesDelete
DELETE FROM telegram_updates
WHERE bot_id = :bot_id AND update_id = :id AND received_at < :before AND state <> 'pending';

-- name: retention.clicksLook
SELECT c.token, c.workspace_id, c.fbclid, c.visitor_id, c.first_seen_ms,
    CASE WHEN c.first_seen_ms < :before_ms AND c.bound_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM bot_users u WHERE u.tracking_session_id = c.token)
        AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.tracking_token = c.token)
        THEN 1 ELSE 0 END AS is_dead
FROM clicks c WHERE c.token > :after AND c.token < :until ORDER BY c.token LIMIT :look;
