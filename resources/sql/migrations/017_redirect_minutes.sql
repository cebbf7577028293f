-- SPDX-License-Identifier: GPL-3.0-or-later

-- Visits of the last hour by minute, kept in the transaction that stores the clicks; older minutes move into the lifetime
-- counters of pools. Those of before are in these counters already. bot_id is 0 where no bot could take them. The rows of
-- all slots together give a number: each connection to PostgreSQL has a slot, so that servers do not wait for each other.
DROP TABLE redirect_minutes;

-- only: sqlite
CREATE TABLE redirect_minutes (
    pool_id BIGINT NOT NULL REFERENCES redirect_pools (id),
    bot_id BIGINT NOT NULL,
    minute BIGINT NOT NULL,
    slot BIGINT NOT NULL DEFAULT 0,
    people BIGINT NOT NULL,
    others BIGINT NOT NULL,
    PRIMARY KEY (pool_id, bot_id, minute, slot)
) WITHOUT ROWID;

-- only: postgresql
CREATE TABLE redirect_minutes (
    pool_id BIGINT NOT NULL REFERENCES redirect_pools (id),
    bot_id BIGINT NOT NULL,
    minute BIGINT NOT NULL,
    slot BIGINT NOT NULL DEFAULT (pg_backend_pid() % 64),
    people BIGINT NOT NULL,
    others BIGINT NOT NULL,
    PRIMARY KEY (pool_id, bot_id, minute, slot)
);

CREATE INDEX redirect_minutes_minute ON redirect_minutes (minute);

DELETE FROM settings WHERE name = 'redirects.counted';
