-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: shop.bots
SELECT * FROM bots ORDER BY id;

-- name: shop.offers
SELECT * FROM offers ORDER BY id;

-- name: shop.pools
SELECT redirect_pools.*,
    (SELECT SUM(m.people) FROM redirect_minutes m WHERE m.pool_id = redirect_pools.id AND m.bot_id <> 0)
        AS recent_redirects,
    (SELECT SUM(m.people) FROM redirect_minutes m WHERE m.pool_id = redirect_pools.id AND m.bot_id = 0)
        AS recent_unserved
FROM redirect_pools
ORDER BY id;

-- name: shop.poolBots
SELECT pool_bots.*, (SELECT SUM(m.people) FROM redirect_minutes m
        WHERE m.pool_id = pool_bots.pool_id AND m.bot_id = pool_bots.bot_id) AS recent_redirects
FROM pool_bots
ORDER BY pool_id, position, bot_id;

-- name: shop.plugins
SELECT * FROM plugin_settings ORDER BY scope_kind, scope_id, plugin_id;

-- name: shop.insertBot
INSERT INTO bots (workspace_id, key, token, token_source, bot_id, username, name, updates, route_id, webhook_secret,
    welcome, is_active, last_error)
VALUES (:workspace_id, :key, :token, :token_source, :bot_id, :username, :name, :updates, :route_id, :webhook_secret,
    :welcome, :is_active, :last_error)
RETURNING id;

-- What getMe said stays, unless the token is now that of another bot.
-- name: shop.updateBot
UPDATE bots SET workspace_id = :workspace_id, key = :key, token = :token, token_source = :token_source,
    username = COALESCE(:username, CASE WHEN bot_id = :bot_id THEN username END),
    name = COALESCE(:name, CASE WHEN bot_id = :bot_id THEN name END),
    last_error = CASE WHEN bot_id = :bot_id THEN last_error END,
    bot_id = :bot_id, updates = :updates, route_id = :route_id, webhook_secret = :webhook_secret, welcome = :welcome,
    is_active = :is_active
WHERE id = :id;

-- name: shop.setBotIdentity
UPDATE bots SET username = :username, name = :name, last_error = NULL WHERE id = :id;

-- name: shop.setBotError
UPDATE bots SET last_error = :last_error WHERE id = :id;

-- name: shop.lastOffer
SELECT * FROM offers WHERE bot_id = :bot_id AND key = :key ORDER BY version DESC LIMIT 1;

-- name: shop.insertOffer
INSERT INTO offers (bot_id, key, version, title, amount, currency, deliver, is_current)
VALUES (:bot_id, :key, :version, :title, :amount, :currency, :deliver, 1)
RETURNING id;

-- name: shop.retireOffer
UPDATE offers SET is_current = 0 WHERE bot_id = :bot_id AND key = :key AND is_current = 1;

-- name: shop.reviveOffer
UPDATE offers SET is_current = 1 WHERE id = :id;

-- name: shop.insertPool
INSERT INTO redirect_pools (workspace_id, slug, name, strategy, mode, is_active, fallback_url, is_sticky)
VALUES (:workspace_id, :slug, :name, :strategy, :mode, :is_active, :fallback_url, :is_sticky)
RETURNING id;

-- name: shop.updatePool
UPDATE redirect_pools SET workspace_id = :workspace_id, slug = :slug, name = :name, strategy = :strategy, mode = :mode,
    is_active = :is_active, fallback_url = :fallback_url, is_sticky = :is_sticky
WHERE id = :id;

-- name: shop.savePoolBot
INSERT INTO pool_bots (pool_id, bot_id, position, weight, priority, is_enabled, status)
VALUES (:pool_id, :bot_id, :position, :weight, :priority, :is_enabled, :status)
ON CONFLICT (pool_id, bot_id) DO UPDATE SET position = excluded.position, weight = excluded.weight,
    priority = excluded.priority, is_enabled = excluded.is_enabled, status = excluded.status;

-- Bots that a save did not name: their place was set to -1 before it.
-- name: shop.displacePoolBots
UPDATE pool_bots SET position = -1 WHERE pool_id = :pool_id;

-- name: shop.removeDisplacedPoolBots
DELETE FROM pool_bots WHERE pool_id = :pool_id AND position = -1;

-- name: shop.savePlugin
INSERT INTO plugin_settings (scope_kind, scope_id, plugin_id, settings, secret_sources, notice_secret, notice_digest)
VALUES (:scope_kind, :scope_id, :plugin_id, :settings, :secret_sources, :notice_secret, :notice_digest)
ON CONFLICT (scope_kind, scope_id, plugin_id) DO UPDATE SET settings = excluded.settings,
    secret_sources = excluded.secret_sources, notice_secret = excluded.notice_secret,
    notice_digest = excluded.notice_digest;

-- name: shop.removePlugin
DELETE FROM plugin_settings WHERE scope_kind = :scope_kind AND scope_id = :scope_id AND plugin_id = :plugin_id;

-- name: shop.addButton
INSERT INTO buttons (id, bot_id, telegram_user_id, action, offer_id, payment_id, created_at)
VALUES (:id, :bot_id, :telegram_user_id, :action, :offer_id, :payment_id, :created_at);

-- name: shop.button
SELECT * FROM buttons WHERE id = :id;

-- name: shop.workspaceByName
SELECT id FROM workspaces WHERE name = :name;

-- name: shop.insertWorkspace
INSERT INTO workspaces (name) VALUES (:name) ON CONFLICT (name) DO NOTHING;

-- name: shop.setBotHealth
UPDATE bots SET health_status = :health_status, consecutive_failures = :consecutive_failures,
    circuit_breaker_trips = :circuit_breaker_trips, circuit_breaker_until = :circuit_breaker_until,
    last_seen_at = :last_seen_at, health_reason = :health_reason
WHERE id = :id;

-- name: shop.setPoolBotStatus
UPDATE pool_bots SET status = :status WHERE bot_id = :bot_id AND status <> :status;

-- name: shop.publicUrls
SELECT * FROM public_urls ORDER BY CASE WHEN position < 0 THEN 1 ELSE 0 END, position, url;

-- name: shop.displacePublicUrls
UPDATE public_urls SET position = -1;

-- name: shop.savePublicUrl
INSERT INTO public_urls (url, position) VALUES (:url, :position)
ON CONFLICT (url) DO UPDATE SET position = excluded.position;

-- name: shop.setPublicUrlHealth
INSERT INTO public_urls (url, health_status, consecutive_failures, circuit_breaker_trips, circuit_breaker_until,
    last_seen_at, health_reason)
VALUES (:url, :health_status, :consecutive_failures, :circuit_breaker_trips, :circuit_breaker_until, :last_seen_at,
    :health_reason)
ON CONFLICT (url) DO UPDATE SET health_status = excluded.health_status,
    consecutive_failures = excluded.consecutive_failures, circuit_breaker_trips = excluded.circuit_breaker_trips,
    circuit_breaker_until = excluded.circuit_breaker_until, last_seen_at = excluded.last_seen_at,
    health_reason = excluded.health_reason;

-- name: shop.revision
SELECT value FROM settings WHERE name = 'shop.revision';

-- name: shop.bumpRevision
INSERT INTO settings (name, value) VALUES ('shop.revision', '1')
ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(settings.value AS BIGINT) + 1 AS TEXT);
