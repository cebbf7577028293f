-- SPDX-License-Identifier: GPL-3.0-or-later
-- Statements of a migration stand apart by an empty line, and hold none.
-- Time: UTC microseconds. Money: minor units. NULL: none, or not known. Flags: 0 or 1.
-- Column names are those of the origin platform where the same thing exists, so that operators' own checks keep working.
-- Ids are never used twice (AUTOINCREMENT): keys of idempotency are made of them.

CREATE TABLE settings (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

CREATE TABLE workspaces (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE bots (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    key TEXT NOT NULL,
    -- Sealed: see SecretBox.
    token BLOB NOT NULL,
    token_source TEXT,
    -- Telegram's own id of the bot.
    bot_id BIGINT,
    username TEXT,
    name TEXT,
    updates TEXT NOT NULL CHECK (updates IN ('polling', 'webhook')),
    route_id TEXT UNIQUE,
    webhook_secret BLOB NOT NULL,
    welcome TEXT NOT NULL,
    is_active SMALLINT NOT NULL CHECK (is_active IN (0, 1)),
    last_error TEXT,
    UNIQUE (workspace_id, key)
);

-- Two active rows of one Telegram bot would take each other's updates (getUpdates answers 409).
CREATE UNIQUE INDEX bots_telegram ON bots (bot_id) WHERE is_active = 1 AND bot_id IS NOT NULL;

CREATE TABLE offers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    key TEXT NOT NULL,
    version BIGINT NOT NULL,
    title TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    deliver TEXT NOT NULL,
    is_current SMALLINT NOT NULL CHECK (is_current IN (0, 1)),
    UNIQUE (bot_id, key, version)
);

CREATE UNIQUE INDEX offers_current ON offers (bot_id, key) WHERE is_current = 1;

CREATE TRIGGER offers_are_immutable BEFORE UPDATE OF bot_id, key, version, title, amount, currency, deliver ON offers
BEGIN
    SELECT RAISE(ABORT, 'a version of an offer never changes: make a new version');
END;

-- A slug is the whole address of a pool: unique in the installation, not in a workspace.
CREATE TABLE redirect_pools (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    strategy TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('bridge', 'direct')),
    is_active SMALLINT NOT NULL CHECK (is_active IN (0, 1)),
    fallback_url TEXT
);

CREATE TABLE pool_bots (
    pool_id BIGINT NOT NULL REFERENCES redirect_pools (id),
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    position BIGINT NOT NULL,
    weight BIGINT NOT NULL,
    priority BIGINT NOT NULL,
    is_enabled SMALLINT NOT NULL CHECK (is_enabled IN (0, 1)),
    status TEXT NOT NULL CHECK (status IN ('online', 'offline')),
    total_redirects BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (pool_id, bot_id)
);

CREATE INDEX pool_bots_bot ON pool_bots (bot_id);

-- bot_id and pool_id follow from the scope; they are there for the foreign keys.
CREATE TABLE plugin_settings (
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('bot', 'pool')),
    scope_id BIGINT NOT NULL,
    plugin_id TEXT NOT NULL,
    -- Sealed, as a whole.
    settings BLOB NOT NULL,
    secret_sources TEXT NOT NULL,
    -- Sealed.
    notice_secret BLOB NOT NULL,
    -- Keyed hash of the notice secret: keeps it unique without showing it.
    notice_digest BLOB UNIQUE,
    bot_id BIGINT GENERATED ALWAYS AS (CASE WHEN scope_kind = 'bot' THEN scope_id END) STORED REFERENCES bots (id),
    pool_id BIGINT GENERATED ALWAYS AS (CASE WHEN scope_kind = 'pool' THEN scope_id END) STORED
        REFERENCES redirect_pools (id),
    PRIMARY KEY (scope_kind, scope_id, plugin_id)
);

-- The click, written once. token: exactly 32 lower-case hex digits, as in every other column that holds one.
CREATE TABLE clicks (
    token TEXT PRIMARY KEY NOT NULL CHECK (length(token) = 32 AND token NOT GLOB '*[^0-9a-f]*'),
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

CREATE INDEX clicks_fbclid ON clicks (workspace_id, fbclid, first_seen_ms) WHERE fbclid IS NOT NULL;

CREATE INDEX clicks_visitor ON clicks (workspace_id, visitor_id, first_seen_ms) WHERE visitor_id IS NOT NULL;

-- A link that is passed on gives thousands of clicks with one fbclid: finding the bound one must not read them all.
CREATE INDEX clicks_bound_fbclid ON clicks (workspace_id, fbclid, first_seen_ms)
WHERE bound_telegram_user_id IS NOT NULL AND fbclid IS NOT NULL;

CREATE INDEX clicks_bound_visitor ON clicks (workspace_id, visitor_id, first_seen_ms)
WHERE bound_telegram_user_id IS NOT NULL AND visitor_id IS NOT NULL;

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
        CHECK (length(tracking_session_id) = 32 AND tracking_session_id NOT GLOB '*[^0-9a-f]*'),
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

CREATE INDEX bot_users_fbclid ON bot_users (bot_id, fbclid) WHERE fbclid IS NOT NULL;

CREATE INDEX bot_users_token ON bot_users (tracking_session_id) WHERE tracking_session_id IS NOT NULL;

CREATE TABLE touches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    telegram_user_id BIGINT NOT NULL,
    token TEXT CHECK (length(token) = 32 AND token NOT GLOB '*[^0-9a-f]*'),
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

CREATE TABLE payments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    -- What gateways and outsiders know it by.
    payment_id TEXT NOT NULL UNIQUE,
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    bot_user_id BIGINT REFERENCES bot_users (id),
    -- The buyer's Telegram id.
    customer_user_id BIGINT NOT NULL,
    offer_id BIGINT REFERENCES offers (id),
    product_key TEXT NOT NULL,
    product_name TEXT NOT NULL,
    deliver TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    status TEXT NOT NULL
        CHECK (status IN ('new', 'creating', 'unknown', 'awaiting', 'failed', 'expired', 'canceled', 'paid')),
    gateway_type TEXT,
    gateway_transaction_id TEXT,
    pix_code TEXT,
    expires_at BIGINT,
    attribution TEXT NOT NULL CHECK (attribution IN ('pending', 'attached', 'organic')),
    attribution_reason TEXT,
    attribution_attempts BIGINT NOT NULL,
    next_attach_at BIGINT NOT NULL,
    user_token TEXT CHECK (length(user_token) = 32 AND user_token NOT GLOB '*[^0-9a-f]*'),
    tracking_token TEXT REFERENCES clicks (token)
        CHECK (length(tracking_token) = 32 AND tracking_token NOT GLOB '*[^0-9a-f]*'),
    fbclid TEXT,
    fbp TEXT,
    fbc TEXT,
    pageview_event_id TEXT,
    utm_source TEXT,
    utm_medium TEXT,
    utm_campaign TEXT,
    utm_content TEXT,
    utm_term TEXT,
    pool_id BIGINT REFERENCES redirect_pools (id),
    external_id TEXT,
    purchase_event_id TEXT,
    delivery_token TEXT UNIQUE CHECK (length(delivery_token) = 32 AND delivery_token NOT GLOB '*[^0-9a-f]*'),
    next_check_at BIGINT,
    checks BIGINT NOT NULL,
    last_error TEXT,
    amount_received BIGINT NOT NULL,
    paid_late SMALLINT NOT NULL CHECK (paid_late IN (0, 1)),
    browser_purchase_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    paid_at BIGINT,
    CHECK (attribution <> 'attached' OR tracking_token IS NOT NULL),
    CHECK (attribution <> 'organic' OR tracking_token IS NULL)
);

CREATE UNIQUE INDEX payments_gateway ON payments (gateway_type, gateway_transaction_id)
WHERE gateway_transaction_id IS NOT NULL;

-- One Purchase, one event id: also where two sales come from one click.
CREATE UNIQUE INDEX payments_purchase_event ON payments (purchase_event_id) WHERE purchase_event_id IS NOT NULL;

CREATE INDEX payments_person ON payments (bot_id, customer_user_id, id);

CREATE INDEX payments_token ON payments (tracking_token, id) WHERE tracking_token IS NOT NULL;

CREATE INDEX payments_check ON payments (next_check_at, id) WHERE next_check_at IS NOT NULL;

CREATE INDEX payments_attach ON payments (next_attach_at, id) WHERE attribution = 'pending';

CREATE TRIGGER payments_stay_paid BEFORE UPDATE OF status ON payments WHEN old.status = 'paid' AND new.status <> 'paid'
BEGIN
    SELECT RAISE(ABORT, 'a paid payment stays paid');
END;

CREATE TABLE buttons (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    telegram_user_id BIGINT NOT NULL,
    action TEXT NOT NULL,
    offer_id BIGINT REFERENCES offers (id),
    payment_id BIGINT REFERENCES payments (id),
    created_at BIGINT NOT NULL
);

CREATE TABLE gateway_notices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    gateway_type TEXT NOT NULL,
    dedup_key TEXT NOT NULL,
    body BLOB NOT NULL,
    -- [[name, value], …], each byte as the code point of its number.
    headers TEXT NOT NULL,
    query BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'refused', 'orphan')),
    outcome TEXT,
    attempts BIGINT NOT NULL,
    -- NULL: will not be looked at again by itself.
    next_attempt_at BIGINT,
    received_at BIGINT NOT NULL,
    UNIQUE (bot_id, gateway_type, dedup_key)
);

CREATE INDEX gateway_notices_due ON gateway_notices (next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;

CREATE INDEX gateway_notices_state ON gateway_notices (state, id);

CREATE TABLE conversions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('bot', 'pool')),
    scope_id BIGINT NOT NULL,
    plugin_id TEXT NOT NULL,
    destination TEXT NOT NULL,
    event_name TEXT NOT NULL CHECK (event_name IN ('PageView', 'ViewContent', 'InitiateCheckout', 'Purchase')),
    event_id TEXT,
    event_at BIGINT NOT NULL,
    token TEXT CHECK (length(token) = 32 AND token NOT GLOB '*[^0-9a-f]*'),
    bot_id BIGINT REFERENCES bots (id),
    telegram_user_id BIGINT,
    payment_id BIGINT REFERENCES payments (id),
    state TEXT NOT NULL CHECK (state IN ('held', 'pending', 'sent', 'dead', 'stopped')),
    attempts BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    answer TEXT,
    first_tried_at BIGINT,
    CHECK (state = 'held' OR event_id IS NOT NULL)
);

CREATE UNIQUE INDEX conversions_event ON conversions (destination, event_name, event_id) WHERE event_id IS NOT NULL;

CREATE UNIQUE INDEX conversions_payment_event ON conversions (destination, event_name, payment_id)
WHERE payment_id IS NOT NULL;

CREATE INDEX conversions_payment ON conversions (payment_id, id) WHERE payment_id IS NOT NULL;

CREATE INDEX conversions_token ON conversions (workspace_id, token, id) WHERE token IS NOT NULL;

CREATE INDEX conversions_due ON conversions (run_at, id) WHERE state = 'pending';

CREATE INDEX conversions_group ON conversions (scope_kind, scope_id, plugin_id, event_name, run_at, id)
WHERE state = 'pending';

CREATE INDEX conversions_stopped ON conversions (scope_kind, scope_id, plugin_id) WHERE state = 'stopped';

CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    chat_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    purpose TEXT NOT NULL,
    method TEXT NOT NULL,
    payload TEXT NOT NULL,
    qr_text TEXT,
    payment_id BIGINT REFERENCES payments (id),
    state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'failed', 'unreachable', 'expired')),
    attempts BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    expires_at BIGINT,
    fence BIGINT NOT NULL,
    message_id BIGINT,
    answer TEXT,
    finished_at BIGINT,
    UNIQUE (bot_id, key)
);

CREATE INDEX messages_due ON messages (bot_id, run_at, id) WHERE state = 'pending';

CREATE INDEX messages_chat ON messages (bot_id, chat_id, id) WHERE state = 'pending';

CREATE INDEX messages_unreachable ON messages (bot_id, chat_id) WHERE state = 'unreachable';

CREATE INDEX messages_payment ON messages (payment_id, id) WHERE payment_id IS NOT NULL;

CREATE TRIGGER messages_welcome AFTER UPDATE OF state ON messages WHEN new.state = 'sent' AND new.purpose = 'welcome'
BEGIN
    UPDATE bot_users SET welcome_sent = 1, welcome_sent_at = new.finished_at
    WHERE bot_id = new.bot_id AND telegram_user_id = new.chat_id;
END;

CREATE TABLE telegram_updates (
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    update_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    raw BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'dead')),
    outcome TEXT,
    attempts BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (bot_id, update_id)
);

CREATE INDEX telegram_updates_mailbox ON telegram_updates (bot_id, user_id, update_id) WHERE state = 'pending';

CREATE INDEX telegram_updates_pending ON telegram_updates (received_at, bot_id, update_id) WHERE state = 'pending';

CREATE TABLE bot_offsets (
    bot_id BIGINT PRIMARY KEY NOT NULL REFERENCES bots (id),
    next_offset BIGINT NOT NULL
);

CREATE TABLE trail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    at BIGINT NOT NULL,
    step TEXT NOT NULL,
    token TEXT CHECK (length(token) = 32 AND token NOT GLOB '*[^0-9a-f]*'),
    bot_id BIGINT,
    telegram_user_id BIGINT,
    payment_id BIGINT,
    text TEXT NOT NULL,
    detail TEXT
);

CREATE INDEX trail_token ON trail (workspace_id, token, id) WHERE token IS NOT NULL;

CREATE INDEX trail_person ON trail (bot_id, telegram_user_id, id) WHERE telegram_user_id IS NOT NULL;

CREATE INDEX trail_payment ON trail (payment_id, id) WHERE payment_id IS NOT NULL;

-- How many rows there are, kept while they are written: counting millions takes seconds, and doctor, metrics and the
-- console ask all the time. scope is a workspace, or 0 for the whole installation.
CREATE TABLE row_counts (
    subject TEXT NOT NULL,
    scope BIGINT NOT NULL,
    state TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (subject, scope, state)
);

CREATE TRIGGER clicks_counted AFTER INSERT ON clicks
BEGIN
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('clicks', new.workspace_id, new.traffic, 1)
    ON CONFLICT (subject, scope, state) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER clicks_uncounted AFTER DELETE ON clicks
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'clicks' AND scope = old.workspace_id AND state = old.traffic;
END;

CREATE TRIGGER conversions_counted AFTER INSERT ON conversions
BEGIN
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('conversions', 0, new.state, 1)
    ON CONFLICT (subject, scope, state) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER conversions_uncounted AFTER DELETE ON conversions
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'conversions' AND scope = 0 AND state = old.state;
END;

CREATE TRIGGER conversions_recounted AFTER UPDATE OF state ON conversions WHEN old.state <> new.state
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'conversions' AND scope = 0 AND state = old.state;
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('conversions', 0, new.state, 1)
    ON CONFLICT (subject, scope, state) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER messages_counted AFTER INSERT ON messages
BEGIN
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('messages', 0, new.state, 1)
    ON CONFLICT (subject, scope, state) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER messages_uncounted AFTER DELETE ON messages
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'messages' AND scope = 0 AND state = old.state;
END;

CREATE TRIGGER messages_recounted AFTER UPDATE OF state ON messages WHEN old.state <> new.state
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'messages' AND scope = 0 AND state = old.state;
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('messages', 0, new.state, 1)
    ON CONFLICT (subject, scope, state) DO UPDATE SET n = n + 1;
END;
