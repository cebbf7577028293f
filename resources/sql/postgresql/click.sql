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

-- name: click.allOfVisitor
SELECT * FROM clicks WHERE workspace_id = :workspace_id AND visitor_id = :visitor_id;

-- Lists of one length, a newcomer's values at the same place of each; NULL finds nothing. Rows of those who are known.
-- name: click.recognise
SELECT place, by_fbclid, by_visitor FROM (
    SELECT asked.place,
        COALESCE(
            (SELECT c.bound_telegram_user_id FROM clicks c
             WHERE c.workspace_id = asked.workspace_id AND c.fbclid = asked.fbclid
                 AND c.bound_telegram_user_id IS NOT NULL
             ORDER BY c.first_seen_ms DESC
             LIMIT 1),
            (SELECT u.telegram_user_id FROM bot_users u
             WHERE u.bot_id = asked.bot_id AND u.fbclid = asked.fbclid
             ORDER BY u.last_interaction DESC, u.id DESC
             LIMIT 1)) AS by_fbclid,
        (SELECT c.bound_telegram_user_id FROM clicks c
         WHERE c.workspace_id = asked.workspace_id AND c.visitor_id = asked.visitor_id
             AND c.bound_telegram_user_id IS NOT NULL
         ORDER BY c.first_seen_ms DESC
         LIMIT 1) AS by_visitor
    FROM unnest(CAST(:workspaces AS BIGINT[]), CAST(:bots AS BIGINT[]), CAST(:fbclids AS TEXT[]),
        CAST(:visitors AS TEXT[])) WITH ORDINALITY AS asked (workspace_id, bot_id, fbclid, visitor_id, place)
) AS known
WHERE by_fbclid IS NOT NULL OR by_visitor IS NOT NULL;
