-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: click.insert
INSERT INTO clicks (token, workspace_id, pool_id, bot_id, fbclid, fbp, fbc, ids, utm_source, utm_medium, utm_campaign,
    utm_content, utm_term, visitor_id, ip_address, user_agent, landing_url, referrer, first_seen_ms, pageview_event_id,
    traffic)
VALUES (:token, :workspace_id, :pool_id, :bot_id, :fbclid, :fbp, :fbc, :ids, :utm_source, :utm_medium, :utm_campaign,
    :utm_content, :utm_term, :visitor_id, :ip_address, :user_agent, :landing_url, :referrer, :first_seen_ms,
    :pageview_event_id, :traffic);

-- name: click.insertIfNew
INSERT INTO clicks (token, workspace_id, pool_id, bot_id, fbclid, fbp, fbc, ids, utm_source, utm_medium, utm_campaign,
    utm_content, utm_term, visitor_id, ip_address, user_agent, landing_url, referrer, first_seen_ms, pageview_event_id,
    traffic)
VALUES (:token, :workspace_id, :pool_id, :bot_id, :fbclid, :fbp, :fbc, :ids, :utm_source, :utm_medium, :utm_campaign,
    :utm_content, :utm_term, :visitor_id, :ip_address, :user_agent, :landing_url, :referrer, :first_seen_ms,
    :pageview_event_id, :traffic)
ON CONFLICT (token) DO NOTHING;

-- name: click.byToken
SELECT * FROM clicks WHERE token = :token AND workspace_id = :workspace_id;

-- name: click.byFbclid
SELECT * FROM clicks
WHERE workspace_id = :workspace_id AND fbclid = :fbclid AND token <> :except
ORDER BY first_seen_ms DESC
LIMIT 1;

-- name: click.byVisitor
SELECT * FROM clicks
WHERE workspace_id = :workspace_id AND visitor_id = :visitor_id AND token <> :except
ORDER BY first_seen_ms DESC
LIMIT 1;

-- name: click.personByFbclid
SELECT bound_telegram_user_id FROM clicks
WHERE workspace_id = :workspace_id AND fbclid = :fbclid AND bound_telegram_user_id IS NOT NULL AND token <> :except
ORDER BY first_seen_ms DESC
LIMIT 1;

-- name: click.personByVisitor
SELECT bound_telegram_user_id FROM clicks
WHERE workspace_id = :workspace_id AND visitor_id = :visitor_id AND bound_telegram_user_id IS NOT NULL
    AND token <> :except
ORDER BY first_seen_ms DESC
LIMIT 1;

-- name: click.markBound
UPDATE clicks SET bound_bot_id = :bot_id, bound_telegram_user_id = :telegram_user_id, bound_at = :bound_at
WHERE token = :token;

-- name: click.addBrowserIds
UPDATE clicks SET fbp = COALESCE(fbp, :fbp), fbc = COALESCE(fbc, :fbc)
WHERE token = :token
    AND ((fbp IS NULL AND CAST(:fbp AS TEXT) IS NOT NULL) OR (fbc IS NULL AND CAST(:fbc AS TEXT) IS NOT NULL));

-- name: click.count
SELECT state, n FROM row_counts WHERE subject = 'clicks' AND scope = :workspace_id;
