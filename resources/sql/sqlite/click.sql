-- SPDX-License-Identifier: GPL-3.0-or-later

-- The values in the order of the columns: see RowWriter. rowid: see ClickNumbering.
-- name: click.write
INSERT INTO clicks (rowid, token, workspace_id, pool_id, bot_id, fbclid, fbp, fbc, ids, utm_source, utm_medium,
    utm_campaign, utm_content, utm_term, visitor_id, ip_address, user_agent, landing_url, referrer, first_seen_ms,
    pageview_event_id, traffic, consent)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: click.lastNumber
SELECT MAX(rowid) AS number FROM clicks;

-- name: click.addCount
INSERT INTO row_counts (subject, scope, state, n) VALUES ('clicks', :workspace_id, :traffic, :n)
ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = row_counts.n + excluded.n;

-- A click mostly has the number that its token says (see ClickNumbering), by which it is found without a page of the index
-- of tokens. Whoever has another is found by that index.
-- name: click.byToken
SELECT * FROM clicks WHERE rowid = click_number(:token) AND token = :token AND workspace_id = :workspace_id
UNION ALL
SELECT * FROM clicks WHERE token = :token AND workspace_id = :workspace_id
LIMIT 1;

-- name: click.byFbclid
SELECT c.* FROM click_keys k JOIN clicks c ON c.rowid = COALESCE(
    (SELECT n.rowid FROM clicks n WHERE n.rowid = click_number(k.token) AND n.token = k.token),
    (SELECT n.rowid FROM clicks n WHERE n.token = k.token))
WHERE k.key = :key AND c.workspace_id = :workspace_id AND c.fbclid = :fbclid AND c.token <> :except
ORDER BY k.first_seen_ms DESC
LIMIT 1;

-- name: click.byVisitor
SELECT c.* FROM click_keys k JOIN clicks c ON c.rowid = COALESCE(
    (SELECT n.rowid FROM clicks n WHERE n.rowid = click_number(k.token) AND n.token = k.token),
    (SELECT n.rowid FROM clicks n WHERE n.token = k.token))
WHERE k.key = :key AND c.workspace_id = :workspace_id AND c.visitor_id = :visitor_id AND c.token <> :except
ORDER BY k.first_seen_ms DESC
LIMIT 1;

-- name: click.allOfVisitor
SELECT c.* FROM click_keys k JOIN clicks c ON c.rowid = COALESCE(
    (SELECT n.rowid FROM clicks n WHERE n.rowid = click_number(k.token) AND n.token = k.token),
    (SELECT n.rowid FROM clicks n WHERE n.token = k.token))
WHERE k.key = :key AND c.workspace_id = :workspace_id AND c.visitor_id = :visitor_id;

-- Two questions in one, since each arrival asks both; mostly there is no row. The lower rank counts.
-- name: click.personByFbclid
SELECT 1 AS rank, s.bound_telegram_user_id AS telegram_user_id FROM (
    SELECT c.bound_telegram_user_id FROM clicks c
    WHERE c.workspace_id = :workspace_id AND c.fbclid = :fbclid AND c.bound_telegram_user_id IS NOT NULL
    ORDER BY c.first_seen_ms DESC
    LIMIT 1) s
UNION ALL
SELECT 2, s.telegram_user_id FROM (
    SELECT u.telegram_user_id FROM bot_users u
    WHERE u.bot_id = :bot_id AND u.fbclid = :fbclid
    ORDER BY u.last_interaction DESC, u.id DESC
    LIMIT 1) s;

-- name: click.personByVisitor
SELECT bound_telegram_user_id AS telegram_user_id FROM clicks
WHERE workspace_id = :workspace_id AND visitor_id = :visitor_id AND bound_telegram_user_id IS NOT NULL
ORDER BY first_seen_ms DESC
LIMIT 1;

-- name: clickKey.delete
DELETE FROM click_keys WHERE key = :key AND first_seen_ms = :first_seen_ms AND token = :token;

-- name: clickKey.entry
SELECT first_seen_ms FROM click_keys WHERE key = :key LIMIT 1;

-- name: clickKey.fedTo
SELECT value FROM settings WHERE name = 'click_keys.fed_to';

-- name: clickKey.setFedTo
INSERT INTO settings (name, value) VALUES ('click_keys.fed_to', :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: clickKey.unfed
SELECT rowid AS number, token, workspace_id, fbclid, visitor_id, first_seen_ms FROM clicks
WHERE rowid > :number
ORDER BY rowid
LIMIT :limit;

-- name: clickKey.write
INSERT OR IGNORE INTO click_keys (key, first_seen_ms, token) VALUES (?, ?, ?);
