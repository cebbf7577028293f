-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: update.insert
INSERT INTO telegram_updates (bot_id, update_id, user_id, kind, raw, state, outcome, attempts, received_at)
VALUES (:bot_id, :update_id, :user_id, :kind, :raw, :state, :outcome, :attempts, :received_at)
ON CONFLICT (bot_id, update_id) DO NOTHING;

-- name: update.saveOffset
INSERT INTO bot_offsets (bot_id, next_offset) VALUES (:bot_id, :next_offset)
ON CONFLICT (bot_id) DO UPDATE SET next_offset = excluded.next_offset;

-- name: update.nextOffset
SELECT next_offset FROM bot_offsets WHERE bot_id = :bot_id;

-- name: update.heads
SELECT u.* FROM telegram_updates u
WHERE u.state = 'pending'
    AND NOT EXISTS (SELECT 1 FROM telegram_updates o
        WHERE o.bot_id = u.bot_id AND o.user_id = u.user_id AND o.state = 'pending' AND o.update_id < u.update_id)
ORDER BY u.received_at, u.bot_id, u.update_id
LIMIT :limit;

-- name: update.settle
UPDATE telegram_updates SET state = :state, outcome = :outcome WHERE bot_id = :bot_id AND update_id = :update_id;

-- name: update.countAttempt
UPDATE telegram_updates SET attempts = attempts + 1, outcome = :outcome
WHERE bot_id = :bot_id AND update_id = :update_id;
