-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: conversion.add
INSERT INTO conversions (workspace_id, scope_kind, scope_id, plugin_id, destination, event_name, event_id, event_at,
    token, bot_id, telegram_user_id, payment_id, state, attempts, run_at, fence, answer, first_tried_at)
VALUES (:workspace_id, :scope_kind, :scope_id, :plugin_id, :destination, :event_name, :event_id, :event_at, :token,
    :bot_id, :telegram_user_id, :payment_id, :state, :attempts, :run_at, :fence, :answer, :first_tried_at)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: conversion.duePurchases
SELECT scope_kind, scope_id, plugin_id, event_name FROM conversions
WHERE state = 'pending' AND event_name = 'Purchase' AND run_at <= :now
ORDER BY run_at, id
LIMIT 1;

-- name: conversion.oldestDueGroup
SELECT scope_kind, scope_id, plugin_id, event_name FROM conversions
WHERE state = 'pending' AND run_at <= :now
ORDER BY run_at, id
LIMIT 1;

-- The fence moves, so that a second finish of the same claim changes nothing.
-- name: conversion.finish
UPDATE conversions SET state = :state, answer = :answer, run_at = :run_at, first_tried_at = :first_tried_at,
    fence = fence + 1
WHERE id = :id AND fence = :fence;

-- name: conversion.resume
UPDATE conversions SET state = 'pending', run_at = :now
WHERE scope_kind = :scope_kind AND scope_id = :scope_id AND plugin_id = :plugin_id AND state = 'stopped';

-- name: conversion.nextDue
SELECT run_at AS due FROM conversions WHERE state = 'pending' ORDER BY run_at LIMIT 1;

-- name: conversion.byPayment
SELECT * FROM conversions WHERE payment_id = :payment_id ORDER BY id;

-- name: conversion.byToken
SELECT * FROM conversions WHERE workspace_id = :workspace_id AND token = :token ORDER BY id;

-- name: conversion.countByState
SELECT state, SUM(n) AS n FROM row_counts WHERE subject = 'conversions' AND scope = 0 GROUP BY state HAVING SUM(n) > 0;

-- name: conversion.releaseLeases
UPDATE conversions SET run_at = :now, fence = fence + 1, claimed_by = NULL
WHERE state = 'pending' AND run_at > :now AND fence % 2 = 1 AND claimed_by = :node;
