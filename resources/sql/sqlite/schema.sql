-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: schema.tables
SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%';

-- name: schema.create
CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY NOT NULL, applied_at BIGINT NOT NULL);

-- A transaction that writes is the lock.
-- name: schema.lock
SELECT 1;

-- name: schema.unlock
SELECT 1;
