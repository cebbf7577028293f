-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: sale.paid
SELECT * FROM sale_facts
WHERE workspace_id = :workspace_id AND paid_at IS NOT NULL AND paid_at >= :after_at AND paid_at < :until
    AND (paid_at > :after_at OR id > :after_id)
    AND (CAST(:bot_id AS BIGINT) IS NULL OR bot_id = :bot_id)
    AND (CAST(:pool_id AS BIGINT) IS NULL OR pool_id = :pool_id)
ORDER BY paid_at, id
LIMIT :limit;

-- name: sale.byPayment
SELECT * FROM sale_facts WHERE id = :id;

-- name: sale.wayOf
SELECT u.bot_id, u.telegram_user_id AS customer_user_id,
    (SELECT COUNT(*) FROM bot_users o JOIN bots b ON b.id = o.bot_id
        WHERE o.telegram_user_id = u.telegram_user_id AND o.bot_id <> u.bot_id AND o.tracking_session_id IS NOT NULL
            AND b.workspace_id = (SELECT workspace_id FROM bots WHERE id = u.bot_id)) AS bound_elsewhere,
    s.id AS start_id, s.parameter AS start_parameter, s.reason AS start_reason, s.created_at AS started_at
FROM bot_users u
LEFT JOIN starts s ON s.id = (SELECT x.id FROM starts x
    WHERE x.bot_id = u.bot_id AND x.telegram_user_id = u.telegram_user_id
    ORDER BY CASE WHEN x.parameter <> '' THEN 0 ELSE 1 END, x.id DESC LIMIT 1)
WHERE u.bot_id = :bot_id AND u.telegram_user_id = :telegram_user_id;
