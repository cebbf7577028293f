-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: start.insert
INSERT INTO starts (bot_id, telegram_user_id, update_id, parameter, attribution, rule, reason, attempts, next_emit_at,
    created_at)
VALUES (:bot_id, :telegram_user_id, :update_id, :parameter, :attribution, :rule, :reason, :attempts, :next_emit_at,
    :created_at)
ON CONFLICT (bot_id, update_id) DO NOTHING
RETURNING id;

-- name: start.byId
SELECT * FROM starts WHERE id = :id;

-- name: start.settle
UPDATE starts SET attribution = :attribution, rule = :rule, reason = :reason
WHERE id = :id AND attribution = 'pending';

-- name: start.nextDue
SELECT next_emit_at AS due FROM starts WHERE attribution = 'pending' ORDER BY next_emit_at LIMIT 1;

-- The plus keeps SQLite from walking through all starts of the bot: those that are pending are few.
-- name: start.isPending
SELECT id FROM starts
WHERE attribution = 'pending' AND next_emit_at > 0 AND +bot_id = :bot_id AND telegram_user_id = :telegram_user_id
LIMIT 1;

-- name: start.pending
SELECT * FROM starts
WHERE attribution = 'pending' AND next_emit_at > 0 AND +bot_id = :bot_id AND telegram_user_id = :telegram_user_id
ORDER BY id DESC
LIMIT 1;

-- name: start.releaseLeases
UPDATE starts SET next_emit_at = :now, claimed_by = NULL
WHERE attribution = 'pending' AND next_emit_at > :now AND claimed_by = :node;
