-- SPDX-License-Identifier: GPL-3.0-or-later
-- What reports, traces and doctor look things up by.

CREATE INDEX starts_person ON starts (bot_id, telegram_user_id, id);

CREATE INDEX payments_paid ON payments (workspace_id, paid_at, id) WHERE paid_at IS NOT NULL;

CREATE INDEX conversions_dead ON conversions (id) WHERE state = 'dead';

CREATE INDEX telegram_updates_dead ON telegram_updates (bot_id) WHERE state = 'dead';

-- A payment together with how its buyer came. The rule: of the last touch with the attached token before the payment,
-- else of the first one after it (a payment may wait for the answer to its /start). The start: the newest one before
-- the payment that carried a parameter, else the newest one.
CREATE VIEW sale_facts AS
SELECT p.id, p.workspace_id, p.payment_id, p.bot_id, p.customer_user_id, p.pool_id, p.amount, p.currency, p.utm_source,
    p.utm_campaign, p.created_at, p.paid_at, p.attribution, p.attribution_reason, p.user_token, p.tracking_token,
    COALESCE(
        (SELECT t.rule FROM touches t
            WHERE t.bot_id = p.bot_id AND t.telegram_user_id = p.customer_user_id AND t.token = p.tracking_token
                AND t.touched_at <= p.created_at
            ORDER BY t.id DESC LIMIT 1),
        (SELECT t.rule FROM touches t
            WHERE t.bot_id = p.bot_id AND t.telegram_user_id = p.customer_user_id AND t.token = p.tracking_token
            ORDER BY t.id LIMIT 1)) AS rule,
    (SELECT MIN(t.touched_at) FROM touches t
        WHERE t.bot_id = p.bot_id AND t.telegram_user_id = p.customer_user_id AND t.token IS NOT NULL
            AND t.touched_at > p.created_at) AS bound_later_at,
    (SELECT COUNT(*) FROM bot_users o JOIN bots b ON b.id = o.bot_id
        WHERE o.telegram_user_id = p.customer_user_id AND o.bot_id <> p.bot_id AND o.tracking_session_id IS NOT NULL
            AND b.workspace_id = p.workspace_id) AS bound_elsewhere,
    s.id AS start_id, s.parameter AS start_parameter, s.reason AS start_reason, s.created_at AS started_at
FROM payments p
LEFT JOIN starts s ON s.id = (SELECT x.id FROM starts x
    WHERE x.bot_id = p.bot_id AND x.telegram_user_id = p.customer_user_id AND x.created_at <= p.created_at
    ORDER BY CASE WHEN x.parameter <> '' THEN 0 ELSE 1 END, x.id DESC LIMIT 1);
