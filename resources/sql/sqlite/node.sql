-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: lease.hold
SELECT 1 AS held FROM leases WHERE name = :name AND node_id = :node_id AND fence = :fence;
