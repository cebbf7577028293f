-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: message.add
INSERT INTO messages (bot_id, chat_id, key, purpose, method, payload, qr_text, payment_id, state, attempts, run_at,
    expires_at, fence, message_id, answer)
VALUES (:bot_id, :chat_id, :key, :purpose, :method, :payload, :qr_text, :payment_id, :state, :attempts, :run_at,
    :expires_at, :fence, :message_id, :answer)
ON CONFLICT (bot_id, key) DO NOTHING
RETURNING id;

-- The fence moves, so that a second finish of the same claim changes nothing.
-- name: message.finish
UPDATE messages SET state = :state, answer = :answer, run_at = :run_at, message_id = :message_id,
    finished_at = :finished_at, fence = fence + 1
WHERE id = :id AND fence = :fence;

-- name: message.dropQueued
UPDATE messages SET state = CASE WHEN purpose = 'delivery' THEN 'unreachable' ELSE 'failed' END, answer = :answer,
    finished_at = :finished_at
WHERE bot_id = :bot_id AND chat_id = :chat_id AND state = 'pending';

-- name: message.resumeDeliveries
UPDATE messages SET state = 'pending', run_at = :now
WHERE bot_id = :bot_id AND chat_id = :chat_id AND state = 'unreachable' AND purpose = 'delivery';

-- name: message.nextDue
SELECT run_at AS due FROM messages WHERE bot_id = :bot_id AND state = 'pending' ORDER BY run_at LIMIT 1;

-- name: message.byPayment
SELECT * FROM messages WHERE payment_id = :payment_id ORDER BY id;

-- name: message.countByState
SELECT state, SUM(n) AS n FROM row_counts WHERE subject = 'messages' AND scope = 0 GROUP BY state HAVING SUM(n) > 0;

-- name: message.releaseLeases
UPDATE messages SET run_at = :now, fence = fence + 1, claimed_by = NULL
WHERE state = 'pending' AND fence % 2 = 1 AND claimed_by = :node;
