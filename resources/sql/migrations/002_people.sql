-- SPDX-License-Identifier: GPL-3.0-or-later
-- Clicks, and the people they led to.

-- The click, written once. token: exactly 32 lower-case hex digits, as in every other column that holds one. Their
-- being hex is not checked here, where it would be a fifth of what storing a click costs: the program has no other.
CREATE TABLE clicks (
    token TEXT PRIMARY KEY NOT NULL CHECK (length(token) = 32),
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    pool_id BIGINT REFERENCES redirect_pools (id),
    bot_id BIGINT REFERENCES bots (id),
    fbclid TEXT,
    fbp TEXT,
    fbc TEXT,
    ids TEXT,
    utm_source TEXT,
    utm_medium TEXT,
    utm_campaign TEXT,
    utm_content TEXT,
    utm_term TEXT,
    visitor_id TEXT,
    ip_address TEXT,
    user_agent TEXT,
    landing_url TEXT,
    referrer TEXT,
    first_seen_ms BIGINT NOT NULL,
    pageview_event_id TEXT,
    traffic TEXT NOT NULL,
    bound_bot_id BIGINT REFERENCES bots (id),
    bound_telegram_user_id BIGINT,
    bound_at BIGINT
);

-- An index on a value that comes in no order costs more than the click itself: SQLite finds a click by click_keys,
-- which is filled off the way of a click (storage/sqlite/keyedclicks.h); PostgreSQL has processes of its own for it.
-- only: sqlite
CREATE TABLE click_keys (
    key BIGINT NOT NULL,
    first_seen_ms BIGINT NOT NULL,
    token TEXT NOT NULL,
    PRIMARY KEY (key, first_seen_ms, token)
) WITHOUT ROWID;

-- only: postgresql
CREATE INDEX clicks_fbclid ON clicks (workspace_id, fbclid, first_seen_ms) WHERE fbclid IS NOT NULL;

-- only: postgresql
CREATE INDEX clicks_visitor ON clicks (workspace_id, visitor_id, first_seen_ms) WHERE visitor_id IS NOT NULL;

-- A link that is passed on gives thousands of clicks with one fbclid: finding the bound one must not read them all.
CREATE INDEX clicks_bound_fbclid ON clicks (workspace_id, fbclid, first_seen_ms)
WHERE bound_telegram_user_id IS NOT NULL AND fbclid IS NOT NULL;

CREATE INDEX clicks_bound_visitor ON clicks (workspace_id, visitor_id, first_seen_ms)
WHERE bound_telegram_user_id IS NOT NULL AND visitor_id IS NOT NULL;

-- only: postgresql
CREATE TRIGGER clicks_are_written_once BEFORE UPDATE OF token, workspace_id, pool_id, bot_id, fbclid, ids, utm_source,
    utm_medium, utm_campaign, utm_content, utm_term, first_seen_ms, pageview_event_id, traffic ON clicks
FOR EACH ROW EXECUTE FUNCTION refuse_change('a click is written once');

-- only: sqlite
CREATE TRIGGER clicks_are_written_once BEFORE UPDATE OF token, workspace_id, pool_id, bot_id, fbclid, ids, utm_source,
    utm_medium, utm_campaign, utm_content, utm_term, first_seen_ms, pageview_event_id, traffic ON clicks
BEGIN
    SELECT RAISE(ABORT, 'a click is written once');
END;

CREATE TABLE bot_users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    telegram_user_id BIGINT NOT NULL,
    first_name TEXT,
    username TEXT,
    language_code TEXT,
    tracking_session_id TEXT REFERENCES clicks (token)
        CHECK (length(tracking_session_id) = 32 AND ltrim(tracking_session_id, '0123456789abcdef') = ''),
    click_timestamp BIGINT,
    fbclid TEXT,
    fbp TEXT,
    fbc TEXT,
    utm_source TEXT,
    utm_medium TEXT,
    utm_campaign TEXT,
    utm_content TEXT,
    utm_term TEXT,
    external_id TEXT,
    ip_address TEXT,
    user_agent TEXT,
    attribution_rule TEXT,
    reachable SMALLINT NOT NULL DEFAULT 1 CHECK (reachable IN (0, 1)),
    welcome_sent SMALLINT NOT NULL DEFAULT 0 CHECK (welcome_sent IN (0, 1)),
    welcome_sent_at BIGINT,
    first_interaction BIGINT NOT NULL,
    last_interaction BIGINT NOT NULL,
    UNIQUE (bot_id, telegram_user_id)
);

CREATE INDEX bot_users_person ON bot_users (telegram_user_id);

CREATE INDEX bot_users_fbclid ON bot_users (bot_id, fbclid, last_interaction, id) WHERE fbclid IS NOT NULL;

CREATE INDEX bot_users_token ON bot_users (tracking_session_id) WHERE tracking_session_id IS NOT NULL;

CREATE TABLE touches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    telegram_user_id BIGINT NOT NULL,
    token TEXT CHECK (length(token) = 32 AND ltrim(token, '0123456789abcdef') = ''),
    fbclid TEXT,
    rule TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('start', 'redirect')),
    touched_at BIGINT NOT NULL
);

CREATE INDEX touches_person ON touches (bot_id, telegram_user_id, id);

CREATE TABLE starts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    telegram_user_id BIGINT NOT NULL,
    update_id BIGINT NOT NULL,
    parameter TEXT NOT NULL,
    attribution TEXT NOT NULL CHECK (attribution IN ('pending', 'bound', 'organic')),
    rule TEXT,
    reason TEXT,
    attempts BIGINT NOT NULL,
    next_emit_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (bot_id, update_id)
);

CREATE INDEX starts_due ON starts (next_emit_at, id) WHERE attribution = 'pending';
