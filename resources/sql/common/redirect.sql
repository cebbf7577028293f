-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: redirect.addMinute
INSERT INTO redirect_minutes (pool_id, bot_id, minute, people, others)
VALUES (:pool_id, :bot_id, :minute, :people, :others)
ON CONFLICT (pool_id, bot_id, minute, slot) DO UPDATE SET people = redirect_minutes.people + excluded.people,
    others = redirect_minutes.others + excluded.others;

-- name: redirect.loadsSince
SELECT bot_id, SUM(people) AS people FROM redirect_minutes WHERE minute >= :minute AND bot_id <> 0 GROUP BY bot_id;

-- name: redirect.takeBefore
DELETE FROM redirect_minutes WHERE minute < :minute RETURNING pool_id, bot_id, people;

-- name: redirect.addToPool
UPDATE redirect_pools SET total_redirects = total_redirects + :redirects, total_unserved = total_unserved + :unserved
WHERE id = :pool_id;

-- name: redirect.addToPoolBot
UPDATE pool_bots SET total_redirects = total_redirects + :people WHERE pool_id = :pool_id AND bot_id = :bot_id;
