-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: user.upsert
INSERT INTO bot_users (bot_id, telegram_user_id, first_name, username, language_code, tracking_session_id,
    click_timestamp, fbclid, fbp, fbc, utm_source, utm_medium, utm_campaign, utm_content, utm_term, external_id,
    ip_address, user_agent, attribution_rule, reachable, first_interaction, last_interaction)
VALUES (:bot_id, :telegram_user_id, :first_name, :username, :language_code, :tracking_session_id,
    (SELECT first_seen_ms * 1000 FROM clicks WHERE token = :tracking_session_id), :fbclid, :fbp, :fbc, :utm_source,
    :utm_medium, :utm_campaign, :utm_content, :utm_term, :external_id, :ip_address, :user_agent, :attribution_rule,
    :reachable, :first_interaction, :last_interaction)
ON CONFLICT (bot_id, telegram_user_id) DO UPDATE SET
    first_name = excluded.first_name, username = excluded.username, language_code = excluded.language_code,
    external_id = COALESCE(bot_users.external_id, excluded.external_id), erased_at = NULL,
    last_interaction = CASE WHEN excluded.last_interaction > bot_users.last_interaction
        THEN excluded.last_interaction ELSE bot_users.last_interaction END
RETURNING *;

-- name: user.find
SELECT * FROM bot_users WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id;

-- name: user.byId
SELECT * FROM bot_users WHERE id = :id;

-- name: user.byTelegramId
SELECT u.* FROM bot_users u
JOIN bots b ON b.id = u.bot_id
WHERE u.telegram_user_id = :telegram_user_id AND b.workspace_id = :workspace_id
ORDER BY u.id;

-- name: user.saveAttribution
UPDATE bot_users SET
    tracking_session_id = :tracking_session_id,
    click_timestamp = (SELECT first_seen_ms * 1000 FROM clicks WHERE token = :tracking_session_id),
    fbclid = :fbclid, fbp = :fbp, fbc = :fbc, utm_source = :utm_source, utm_medium = :utm_medium,
    utm_campaign = :utm_campaign, utm_content = :utm_content, utm_term = :utm_term, ip_address = :ip_address,
    user_agent = :user_agent, attribution_rule = :attribution_rule
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id;

-- name: user.setReachable
UPDATE bot_users SET reachable = :reachable WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id;

-- name: user.addTouch
INSERT INTO touches (bot_id, telegram_user_id, token, fbclid, rule, source, touched_at)
VALUES (:bot_id, :telegram_user_id, :token, :fbclid, :rule, :source, :touched_at);

-- name: user.touches
SELECT * FROM touches WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id ORDER BY id;
