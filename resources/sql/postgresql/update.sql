-- SPDX-License-Identifier: GPL-3.0-or-later

-- What another node handles just now is left to it.
-- name: update.take
SELECT 1 AS taken FROM telegram_updates WHERE bot_id = :bot_id AND update_id = :update_id AND state = 'pending'
FOR UPDATE SKIP LOCKED;
