-- SPDX-License-Identifier: GPL-3.0-or-later
-- A notice names the payment somewhere in its bytes, and often the payer, too.

-- name: person.notices
SELECT id, gateway_type, body, state, outcome, received_at FROM gateway_notices
WHERE bot_id = :bot_id AND position(:name IN body) > 0 ORDER BY id;

-- name: person.erase_notices
UPDATE gateway_notices SET body = :nothing, headers = '[]', query = :nothing
WHERE bot_id = :bot_id AND position(:name IN body) > 0 AND state <> 'pending';

-- The row stands for all erasures of the workspace. Who stores clicks late holds it until the end: an erasure waits
-- that long, or was noted before and is seen, or makes the transaction run again.
-- name: person.meetErasures
SELECT id FROM workspaces WHERE id = :workspace_id FOR SHARE;

-- name: person.changeErasures
UPDATE workspaces SET name = name WHERE id = :workspace_id;
