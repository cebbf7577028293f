-- SPDX-License-Identifier: GPL-3.0-or-later
-- How the bots of pools are doing, whom pools served, and under which addresses the installation is reached.

-- closed: takes visitors; open: out until circuit_breaker_until; half_open: being probed.
ALTER TABLE bots ADD COLUMN health_status TEXT NOT NULL DEFAULT 'closed'
    CHECK (health_status IN ('closed', 'open', 'half_open'));

ALTER TABLE bots ADD COLUMN consecutive_failures BIGINT NOT NULL DEFAULT 0;

ALTER TABLE bots ADD COLUMN circuit_breaker_trips BIGINT NOT NULL DEFAULT 0;

ALTER TABLE bots ADD COLUMN circuit_breaker_until BIGINT;

ALTER TABLE bots ADD COLUMN last_seen_at BIGINT;

ALTER TABLE bots ADD COLUMN health_reason TEXT;

ALTER TABLE redirect_pools ADD COLUMN is_sticky SMALLINT NOT NULL DEFAULT 0 CHECK (is_sticky IN (0, 1));

ALTER TABLE redirect_pools ADD COLUMN total_redirects BIGINT NOT NULL DEFAULT 0;

-- People who came when no bot could take them.
ALTER TABLE redirect_pools ADD COLUMN total_unserved BIGINT NOT NULL DEFAULT 0;

-- Visits of the last hour by minute, counted from the clicks. bot_id is 0 where no bot could take them.
CREATE TABLE redirect_minutes (
    minute BIGINT NOT NULL,
    pool_id BIGINT NOT NULL REFERENCES redirect_pools (id),
    bot_id BIGINT NOT NULL,
    people BIGINT NOT NULL,
    others BIGINT NOT NULL,
    PRIMARY KEY (minute, pool_id, bot_id)
);

-- position: its place in the shop file; -1: the shop file does not name it, the server's options did.
CREATE TABLE public_urls (
    url TEXT PRIMARY KEY NOT NULL,
    position BIGINT NOT NULL DEFAULT -1,
    health_status TEXT NOT NULL DEFAULT 'closed' CHECK (health_status IN ('closed', 'open', 'half_open')),
    consecutive_failures BIGINT NOT NULL DEFAULT 0,
    circuit_breaker_trips BIGINT NOT NULL DEFAULT 0,
    circuit_breaker_until BIGINT,
    last_seen_at BIGINT,
    health_reason TEXT
);
