-- SPDX-License-Identifier: GPL-3.0-or-later
-- Several servers on one database: who lives, who has claimed what, and who does what only one may do.

-- Microseconds since 1970, by the one clock that all nodes share.
-- only: postgresql
CREATE VIEW database_clock AS
SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) AS now;

-- only: sqlite
CREATE VIEW database_clock AS
SELECT CAST((julianday('now') - 2440587.5) * 86400000000.0 AS INTEGER) AS now;

-- Each run of a server is a node of its own.
CREATE TABLE nodes (
    id TEXT PRIMARY KEY NOT NULL,
    -- Where it runs, for people: host and data folder.
    place TEXT NOT NULL,
    -- By how much its own clock was ahead at the last heartbeat, in microseconds.
    clock_ahead BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    heartbeat_at BIGINT NOT NULL,
    -- Without a heartbeat until then it is taken for dead. All three are by the database's clock.
    lease_until BIGINT NOT NULL
);

-- A lease belongs to its node for as long as that lives. The fence grows whenever it changes hands.
CREATE TABLE leases (
    name TEXT PRIMARY KEY NOT NULL,
    node_id TEXT NOT NULL,
    fence BIGINT NOT NULL
);

ALTER TABLE starts ADD COLUMN claimed_by TEXT;

ALTER TABLE gateway_notices ADD COLUMN claimed_by TEXT;

ALTER TABLE messages ADD COLUMN claimed_by TEXT;

ALTER TABLE conversions ADD COLUMN claimed_by TEXT;

ALTER TABLE payments ADD COLUMN check_claimed_by TEXT;

-- When a server last set out to ask the gateway for the charge.
ALTER TABLE payments ADD COLUMN asked_at BIGINT;

ALTER TABLE payments ADD COLUMN attach_claimed_by TEXT;
