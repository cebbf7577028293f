-- SPDX-License-Identifier: GPL-3.0-or-later

-- See RowWriter.
-- name: click.write
COPY clicks (token, workspace_id, pool_id, bot_id, fbclid, fbp, fbc, ids, utm_source, utm_medium, utm_campaign,
    utm_content, utm_term, visitor_id, ip_address, user_agent, landing_url, referrer, first_seen_ms, pageview_event_id,
    traffic, consent) FROM STDIN;

-- name: click.addCount
INSERT INTO row_counts (subject, scope, state, slot, n)
VALUES ('clicks', :workspace_id, :traffic, pg_backend_pid() % 64, :n)
ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = row_counts.n + excluded.n;

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

-- name: click.allOfVisitor
SELECT * FROM clicks WHERE workspace_id = :workspace_id AND visitor_id = :visitor_id;
