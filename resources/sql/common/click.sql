-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: click.isKnown
SELECT 1 AS known FROM clicks WHERE token = :token;

-- name: click.after
SELECT * FROM clicks WHERE workspace_id = :workspace_id AND token > :token ORDER BY token LIMIT :limit;

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
