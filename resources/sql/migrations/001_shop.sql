-- SPDX-License-Identifier: GPL-3.0-or-later
-- Written for SQLite; app/storage/migrationtext.h says how PostgreSQL reads it. Statements stand apart by an empty
-- line, and hold none.
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

-- only: postgresql
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;

-- only: postgresql
CREATE TRIGGER offers_are_immutable BEFORE UPDATE OF bot_id, key, version, title, amount, currency, deliver ON offers
FOR EACH ROW EXECUTE FUNCTION refuse_change('a version of an offer never changes: make a new version');

-- only: sqlite
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
