-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: payment.claimChecks
UPDATE payments SET next_check_at = :again, check_claimed_by = :node
WHERE id IN (SELECT id FROM payments WHERE next_check_at <= :now ORDER BY next_check_at, id LIMIT :limit FOR UPDATE SKIP LOCKED)
RETURNING *;

-- name: payment.claimAttachments
UPDATE payments SET attribution_attempts = attribution_attempts + 1, next_attach_at = :again,
    attach_claimed_by = :node
WHERE id IN (SELECT id FROM payments WHERE attribution = 'pending' AND next_attach_at <= :now
    ORDER BY next_attach_at, id LIMIT :limit FOR UPDATE SKIP LOCKED)
RETURNING *;
