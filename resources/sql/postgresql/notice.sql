-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: notice.claimDue
UPDATE gateway_notices SET attempts = attempts + 1, next_attempt_at = :again, claimed_by = :node
WHERE id IN (SELECT id FROM gateway_notices WHERE next_attempt_at <= :now ORDER BY next_attempt_at, id LIMIT :limit FOR UPDATE SKIP LOCKED)
RETURNING *;
