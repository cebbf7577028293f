-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: trail.add
INSERT INTO trail (workspace_id, at, step, token, bot_id, telegram_user_id, payment_id, text, detail)
VALUES (:workspace_id, :at, :step, :token, :bot_id, :telegram_user_id, :payment_id, :text, :detail);

-- name: trail.byToken
SELECT * FROM trail WHERE workspace_id = :workspace_id AND token = :token ORDER BY id;

-- name: trail.byUser
SELECT * FROM trail WHERE bot_id = :bot_id AND telegram_user_id = :telegram_user_id ORDER BY id;

-- name: trail.byPayment
SELECT * FROM trail WHERE payment_id = :payment_id ORDER BY id;

-- name: trail.after
SELECT * FROM trail WHERE workspace_id = :workspace_id AND id > :id ORDER BY id LIMIT :limit;
