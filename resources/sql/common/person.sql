-- SPDX-License-Identifier: GPL-3.0-or-later
-- Everything about one person on one bot: read for an export, and erased. Most of it has no index by person, since that
-- is seldom asked for: these walk through tables.

-- name: person.bot_users
SELECT id, telegram_user_id, first_name, username, language_code, tracking_session_id, click_timestamp, fbclid, fbp,
    fbc, utm_source, utm_medium, utm_campaign, utm_content, utm_term, external_id, ip_address, user_agent,
    attribution_rule, reachable, welcome_sent_at, first_interaction, last_interaction, erased_at
FROM bot_users WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id;

-- name: person.touches
SELECT id, token, fbclid, rule, source, touched_at FROM touches
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id ORDER BY id;

-- name: person.starts
SELECT id, parameter, attribution, rule, reason, created_at FROM starts
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id ORDER BY id;

-- name: person.payments
SELECT id, payment_id, product_key, product_name, deliver, amount, currency, status, gateway_type,
    gateway_transaction_id, pix_code, expires_at, attribution, attribution_reason, tracking_token, fbclid, fbp, fbc,
    utm_source, utm_medium, utm_campaign, utm_content, utm_term, external_id, purchase_event_id, last_error, consent,
    created_at, paid_at, erased_at
FROM payments WHERE bot_id = :bot_id AND customer_user_id = :telegram_user_id ORDER BY id;

-- name: person.conversions
SELECT id, plugin_id, destination, event_name, event_id, event_at, token, payment_id, state, answer FROM conversions
WHERE bot_id = :bot_id
    AND (telegram_user_id = :telegram_user_id OR token IN (SELECT t.token FROM touches t
        WHERE t.bot_id = :bot_id AND t.telegram_user_id = :telegram_user_id AND t.token IS NOT NULL))
ORDER BY id;

-- name: person.messages
SELECT id, purpose, method, payload, qr_text, payment_id, state, message_id, answer, finished_at FROM messages
WHERE bot_id = :bot_id AND chat_id = :telegram_user_id ORDER BY id;

-- name: person.telegram_updates
SELECT update_id, kind, raw, state, received_at FROM telegram_updates
WHERE bot_id = :bot_id AND user_id = :telegram_user_id ORDER BY update_id;

-- name: person.trail
SELECT id, at, step, token, payment_id, text, detail FROM trail
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id ORDER BY id;

-- name: person.buttons
SELECT id, action, payment_id, created_at FROM buttons
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id ORDER BY id;

-- A browser may be shared: what was bound to somebody else is theirs.
-- name: person.click
SELECT token, fbclid, fbp, fbc, ids, utm_source, utm_medium, utm_campaign, utm_content, utm_term, visitor_id,
    ip_address, user_agent, landing_url, referrer, first_seen_ms, pageview_event_id, traffic, consent, bound_at,
    erased_at
FROM clicks
WHERE token = :token AND (bound_telegram_user_id IS NULL OR bound_telegram_user_id = :telegram_user_id);

-- Every binding left a touch, so that clicks need no index by person. A start may name a click that is not bound yet, or
-- not even stored.
-- name: person.tokens
SELECT token FROM touches
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id AND token IS NOT NULL
UNION
SELECT tracking_session_id FROM bot_users
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id AND tracking_session_id IS NOT NULL
UNION
SELECT tracking_token FROM payments
WHERE bot_id = :bot_id AND customer_user_id = :telegram_user_id AND tracking_token IS NOT NULL
UNION
SELECT parameter FROM starts
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id AND parameter <> '';

-- name: person.eraseClick
UPDATE clicks SET fbclid = NULL, fbp = NULL, fbc = NULL, ids = NULL, visitor_id = NULL, ip_address = NULL,
    user_agent = NULL, landing_url = NULL, referrer = NULL, bound_telegram_user_id = NULL, erased_at = :now
WHERE token = :token AND erased_at IS NULL
    AND (bound_telegram_user_id IS NULL OR bound_telegram_user_id = :telegram_user_id);

-- name: person.noteErased
INSERT INTO erased_names (workspace_id, digest, erased_at) VALUES (:workspace_id, :digest, :now)
ON CONFLICT (workspace_id, digest) DO UPDATE SET erased_at = excluded.erased_at;

-- name: person.erasedAt
SELECT erased_at FROM erased_names
WHERE workspace_id = :workspace_id AND digest IN (:token, :visitor) AND (digest = :token OR erased_at >= :seen_at)
LIMIT 1;

-- name: person.erase_bot_users
UPDATE bot_users SET first_name = NULL, username = NULL, language_code = NULL, tracking_session_id = NULL,
    click_timestamp = NULL, fbclid = NULL, fbp = NULL, fbc = NULL, utm_source = NULL, utm_medium = NULL,
    utm_campaign = NULL, utm_content = NULL, utm_term = NULL, external_id = NULL, ip_address = NULL, user_agent = NULL,
    attribution_rule = NULL, erased_at = :now
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id AND erased_at IS NULL;

-- name: person.erase_touches
UPDATE touches SET fbclid = NULL
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id AND fbclid IS NOT NULL;

-- A start that waits for its answer would bind the person again.
-- name: person.erase_starts
UPDATE starts SET parameter = CASE WHEN parameter = '' THEN '' ELSE 'erased' END,
    reason = CASE WHEN attribution = 'pending' THEN 'The person was erased.' ELSE reason END,
    attribution = CASE WHEN attribution = 'pending' THEN 'organic' ELSE attribution END
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id;

-- What bookkeeping needs stays. A charge that may still be paid keeps its code until then.
-- name: person.erase_payments
UPDATE payments SET fbclid = NULL, fbp = NULL, fbc = NULL, external_id = NULL,
    pix_code = CASE WHEN status IN ('failed', 'expired', 'canceled', 'paid') THEN NULL ELSE pix_code END,
    last_error = NULL, erased_at = :now
WHERE bot_id = :bot_id AND customer_user_id = :telegram_user_id AND erased_at IS NULL;

-- name: person.erase_conversions
UPDATE conversions SET telegram_user_id = NULL, answer = CASE WHEN state = 'sent' THEN NULL ELSE 'erased' END,
    state = CASE WHEN state = 'sent' THEN 'sent' ELSE 'withheld' END,
    fence = fence + 2
WHERE bot_id = :bot_id
    AND (telegram_user_id = :telegram_user_id OR token IN (SELECT t.token FROM touches t
        WHERE t.bot_id = :bot_id AND t.telegram_user_id = :telegram_user_id AND t.token IS NOT NULL))
    AND (telegram_user_id IS NOT NULL OR state <> 'sent')
    AND COALESCE(answer, '') <> 'erased';

-- name: person.erase_messages
UPDATE messages SET payload = '{}', qr_text = NULL,
    answer = CASE WHEN state IN ('pending', 'unreachable') THEN 'erased' END,
    finished_at = COALESCE(finished_at, :now), fence = fence + 2,
    state = CASE WHEN state IN ('pending', 'unreachable') THEN 'failed' ELSE state END
WHERE bot_id = :bot_id AND chat_id = :telegram_user_id AND payload <> '{}';

-- name: person.erase_updates
UPDATE telegram_updates SET raw = :nothing, state = CASE WHEN state = 'pending' THEN 'done' ELSE state END,
    outcome = 'erased'
WHERE bot_id = :bot_id AND user_id = :telegram_user_id AND COALESCE(outcome, '') <> 'erased';

-- name: person.erase_trail
DELETE FROM trail
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id AND payment_id IS NULL AND step <> 'person.erased';

-- name: person.erase_payment_trail
UPDATE trail SET detail = NULL
WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id AND detail IS NOT NULL;

-- name: person.erase_click_trail
DELETE FROM trail WHERE workspace_id = :workspace_id AND token = :token AND payment_id IS NULL;

-- name: person.erase_buttons
DELETE FROM buttons WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id;

-- name: person.references
SELECT payment_id AS name FROM payments WHERE bot_id = :bot_id AND customer_user_id = :telegram_user_id
UNION
SELECT gateway_transaction_id FROM payments
WHERE bot_id = :bot_id AND customer_user_id = :telegram_user_id AND gateway_transaction_id IS NOT NULL;
