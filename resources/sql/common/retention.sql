-- SPDX-License-Identifier: GPL-3.0-or-later
-- Each slice is a bounded number of rows by the primary key: how many, up to where, and how many of them are old.

-- name: retention.trailSlice
SELECT COUNT(*) AS n, MAX(id) AS up_to, SUM(CASE WHEN at < :before THEN 1 ELSE 0 END) AS old
FROM (SELECT id, at FROM trail WHERE id > :after ORDER BY id LIMIT :most) s;

-- name: retention.trailDelete
DELETE FROM trail WHERE id > :after AND id <= :up_to AND at < :before;

-- name: retention.noticesSlice
SELECT COUNT(*) AS n, MAX(id) AS up_to, SUM(CASE WHEN received_at < :before THEN 1 ELSE 0 END) AS old
FROM (SELECT id, received_at FROM gateway_notices WHERE id > :after ORDER BY id LIMIT :most) s;

-- name: retention.noticesDelete
DELETE FROM gateway_notices
WHERE id > :after AND id <= :up_to AND received_at < :before AND state <> 'pending' AND next_attempt_at IS NULL;

-- name: retention.messagesSlice
SELECT COUNT(*) AS n, MAX(id) AS up_to, SUM(CASE WHEN run_at < :before THEN 1 ELSE 0 END) AS old
FROM (SELECT id, run_at FROM messages WHERE id > :after ORDER BY id LIMIT :most) s;

-- A payment's messages tell what became of its delivery: they stay with it.
-- name: retention.messagesDelete
DELETE FROM messages
WHERE id > :after AND id <= :up_to AND run_at < :before AND finished_at < :before AND payment_id IS NULL
    AND state IN ('sent', 'failed', 'expired');

-- name: retention.eventsSlice
SELECT COUNT(*) AS n, MAX(id) AS up_to, SUM(CASE WHEN event_at < :before THEN 1 ELSE 0 END) AS old
FROM (SELECT id, event_at FROM conversions WHERE id > :after ORDER BY id LIMIT :most) s;

-- name: retention.eventsDelete
DELETE FROM conversions
WHERE id > :after AND id <= :up_to AND event_at < :before AND payment_id IS NULL AND state IN ('sent', 'dead', 'withheld');

-- name: retention.botFrom
SELECT id FROM bots WHERE id >= :id ORDER BY id LIMIT 1;

-- name: retention.updatesSlice
SELECT COUNT(*) AS n, MAX(update_id) AS up_to, SUM(CASE WHEN received_at < :before THEN 1 ELSE 0 END) AS old
FROM (SELECT update_id, received_at FROM telegram_updates WHERE bot_id = :bot_id AND update_id > :after
    ORDER BY update_id LIMIT :most) s;

-- name: retention.updatesDelete
DELETE FROM telegram_updates
WHERE bot_id = :bot_id AND update_id > :after AND update_id <= :up_to AND received_at < :before AND state <> 'pending';

-- name: retention.clicksSlice
SELECT COUNT(*) AS n, MAX(token) AS up_to
FROM (SELECT token FROM clicks WHERE token > :after AND token < :until ORDER BY token LIMIT :most) s;
