-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: node.beat
INSERT INTO nodes (id, place, clock_ahead, started_at, heartbeat_at, lease_until)
SELECT :id, :place, :now - clock.now, clock.now, clock.now, clock.now + :span FROM database_clock clock WHERE true
ON CONFLICT (id) DO UPDATE SET clock_ahead = excluded.clock_ahead, heartbeat_at = excluded.heartbeat_at,
    lease_until = excluded.lease_until;

-- name: node.retire
UPDATE nodes SET lease_until = 0 WHERE id = :id;

-- name: node.all
SELECT id, place, clock_ahead, clock.now - started_at AS age, clock.now - heartbeat_at AS silence,
    CASE WHEN lease_until >= clock.now THEN 1 ELSE 0 END AS lives
FROM nodes CROSS JOIN database_clock clock
ORDER BY place, started_at;

-- name: node.dead
SELECT id FROM nodes WHERE id <> :id AND lease_until < (SELECT now FROM database_clock) ORDER BY id;

-- name: node.forget
DELETE FROM nodes WHERE heartbeat_at < (SELECT now FROM database_clock) - :after;

-- name: node.leave
DELETE FROM nodes WHERE id = :id;

-- name: lease.mine
SELECT fence FROM leases WHERE name = :name AND node_id = :node_id;

-- name: lease.take
INSERT INTO leases (name, node_id, fence) VALUES (:name, :node_id, 1)
ON CONFLICT (name) DO UPDATE SET node_id = excluded.node_id, fence = leases.fence + 1
WHERE NOT EXISTS (SELECT 1 FROM nodes n
    WHERE n.id = leases.node_id AND n.lease_until >= (SELECT now FROM database_clock))
RETURNING fence;

-- name: lease.ofNode
SELECT name FROM leases WHERE node_id = :node_id ORDER BY name;

-- name: lease.giveUp
UPDATE leases SET node_id = '' WHERE name = :name AND node_id = :node_id;
