-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: schema.tables
SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema();

-- name: schema.create
CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY NOT NULL, applied_at BIGINT NOT NULL);

-- Of nodes that start together one brings the schema up to date; the others wait. The number is arbitrary.
-- name: schema.lock
SET lock_timeout = '10min'; SET statement_timeout = 0; SELECT pg_advisory_lock(5271836);

-- name: schema.unlock
SELECT pg_advisory_unlock(5271836); SET lock_timeout = '5s'; SET statement_timeout = '60s';
