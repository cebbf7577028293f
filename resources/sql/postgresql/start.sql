-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: start.claimDue
UPDATE starts SET attempts = attempts + 1, next_emit_at = :again, claimed_by = :node
WHERE id IN (SELECT id FROM starts WHERE attribution = 'pending' AND next_emit_at <= :now
    ORDER BY next_emit_at, id LIMIT :limit FOR UPDATE SKIP LOCKED)
RETURNING *;
