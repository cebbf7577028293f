-- SPDX-License-Identifier: GPL-3.0-or-later

-- A message waits while an older one of its chat is due, claimed or being retried; one that is only planned for later
-- (never tried, not due) holds nobody up.
-- An odd fence is a claim: claiming makes it odd, also where an earlier claim ran out, and finishing even.
-- name: message.claimDue
UPDATE messages SET attempts = attempts + 1, run_at = :lease_until, fence = fence + 1 + fence % 2,
    claimed_by = :node
WHERE id IN (SELECT m.id FROM messages m
    WHERE m.bot_id = :bot_id AND m.state = 'pending' AND m.run_at <= :now
        AND NOT EXISTS (SELECT 1 FROM messages o
            WHERE o.bot_id = m.bot_id AND o.chat_id = m.chat_id AND o.state = 'pending' AND o.id < m.id
                AND (o.attempts > 0 OR o.run_at <= :now))
    ORDER BY m.run_at, m.id LIMIT :limit)
RETURNING *;
