-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: click.isKnown
SELECT 1 AS known FROM clicks WHERE token = :token;

-- name: click.byToken
SELECT * FROM clicks WHERE token = :token AND workspace_id = :workspace_id;

-- name: click.after
SELECT * FROM clicks WHERE workspace_id = :workspace_id AND token > :token ORDER BY token LIMIT :limit;

-- Two questions in one, since each arrival asks both.
-- name: click.personByFbclid
SELECT COALESCE(
    (SELECT c.bound_telegram_user_id FROM clicks c
     WHERE c.workspace_id = :workspace_id AND c.fbclid = :fbclid AND c.bound_telegram_user_id IS NOT NULL
         AND c.token <> :except
     ORDER BY c.first_seen_ms DESC
     LIMIT 1),
    (SELECT u.telegram_user_id FROM bot_users u
     WHERE u.bot_id = :bot_id AND u.fbclid = :fbclid
     ORDER BY u.last_interaction DESC, u.id DESC
     LIMIT 1)) AS telegram_user_id;

-- name: click.personByVisitor
SELECT bound_telegram_user_id AS telegram_user_id FROM clicks
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

-- name: click.addUndated
INSERT INTO undated_clicks (workspace_id, day, people, others) VALUES (:workspace_id, :day, :people, :others)
ON CONFLICT (workspace_id, day, slot) DO UPDATE SET people = undated_clicks.people + excluded.people,
    others = undated_clicks.others + excluded.others;

-- name: click.count
SELECT state, SUM(n) AS n FROM row_counts WHERE subject = 'clicks' AND scope = :workspace_id GROUP BY state;
