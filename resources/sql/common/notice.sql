-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: notice.insert
INSERT INTO gateway_notices (bot_id, gateway_type, dedup_key, body, headers, query, state, outcome, attempts,
    next_attempt_at, received_at)
VALUES (:bot_id, :gateway_type, :dedup_key, :body, :headers, :query, :state, :outcome, :attempts, :next_attempt_at,
    :received_at)
ON CONFLICT (bot_id, gateway_type, dedup_key) DO NOTHING
RETURNING id;

-- What was settled for good stays so, whatever a server that slept meanwhile has to say.
-- name: notice.settle
UPDATE gateway_notices SET state = :state, outcome = :outcome, next_attempt_at = :next_attempt_at
WHERE id = :id AND next_attempt_at IS NOT NULL;

-- name: notice.nextDue
SELECT next_attempt_at AS due FROM gateway_notices
WHERE next_attempt_at IS NOT NULL
ORDER BY next_attempt_at
LIMIT 1;

-- name: notice.inState
SELECT * FROM gateway_notices WHERE state = :state ORDER BY id DESC LIMIT :limit;

-- name: notice.releaseLeases
UPDATE gateway_notices SET next_attempt_at = :now, claimed_by = NULL
WHERE state = 'pending' AND next_attempt_at > :now AND claimed_by = :node;
