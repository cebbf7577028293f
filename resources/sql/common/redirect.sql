-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tokens grow with time, so the clicks that are not counted yet are the end of the primary key.

-- name: redirect.countedUpTo
SELECT value FROM settings WHERE name = 'redirects.counted';

-- name: redirect.begin
INSERT INTO settings (name, value) VALUES ('redirects.counted', :token) ON CONFLICT (name) DO NOTHING;

-- name: redirect.moveOn
UPDATE settings SET value = :token WHERE name = 'redirects.counted' AND value = :from;

-- name: redirect.endOfStep
SELECT token FROM clicks WHERE token > :after AND token <= :up_to ORDER BY token LIMIT 1 OFFSET :most;

-- name: redirect.between
SELECT pool_id, COALESCE(bot_id, 0) AS bot_id, first_seen_ms / 60000 AS minute,
    SUM(CASE WHEN traffic = 'person' THEN 1 ELSE 0 END) AS people, COUNT(*) AS visits
FROM clicks
WHERE token > :after AND token <= :up_to AND pool_id IS NOT NULL
GROUP BY pool_id, COALESCE(bot_id, 0), first_seen_ms / 60000;

-- name: redirect.addMinute
INSERT INTO redirect_minutes (minute, pool_id, bot_id, people, others)
VALUES (:minute, :pool_id, :bot_id, :people, :others)
ON CONFLICT (minute, pool_id, bot_id) DO UPDATE SET people = redirect_minutes.people + excluded.people,
    others = redirect_minutes.others + excluded.others;

-- name: redirect.addToPool
UPDATE redirect_pools SET total_redirects = total_redirects + :redirects, total_unserved = total_unserved + :unserved
WHERE id = :pool_id;

-- name: redirect.addToPoolBot
UPDATE pool_bots SET total_redirects = total_redirects + :people WHERE pool_id = :pool_id AND bot_id = :bot_id;

-- name: redirect.loadsSince
SELECT bot_id, SUM(people) AS people FROM redirect_minutes WHERE minute >= :minute AND bot_id <> 0 GROUP BY bot_id;

-- name: redirect.forgetBefore
DELETE FROM redirect_minutes WHERE minute < :minute;
