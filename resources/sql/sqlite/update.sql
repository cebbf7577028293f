-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: update.take
SELECT 1 AS taken FROM telegram_updates WHERE bot_id = :bot_id AND update_id = :update_id AND state = 'pending';
