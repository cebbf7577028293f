-- SPDX-License-Identifier: GPL-3.0-or-later

-- An odd fence is a claim: claiming makes it odd, also where an earlier claim ran out, and finishing even.
-- name: conversion.claimGroup
UPDATE conversions SET attempts = attempts + 1, run_at = :lease_until, fence = fence + 1 + fence % 2,
    first_tried_at = COALESCE(first_tried_at, :now), claimed_by = :node
WHERE id IN (SELECT id FROM conversions
    WHERE state = 'pending' AND scope_kind = :scope_kind AND scope_id = :scope_id AND plugin_id = :plugin_id
        AND event_name = :event_name AND run_at <= :now
    ORDER BY run_at, id LIMIT :limit)
RETURNING *;
