-- SPDX-License-Identifier: GPL-3.0-or-later
-- What happened on the way of a sale.

CREATE TABLE trail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    at BIGINT NOT NULL,
    step TEXT NOT NULL,
    token TEXT CHECK (length(token) = 32 AND ltrim(token, '0123456789abcdef') = ''),
    bot_id BIGINT,
    telegram_user_id BIGINT,
    payment_id BIGINT,
    text TEXT NOT NULL,
    detail TEXT
);

CREATE INDEX trail_token ON trail (workspace_id, token, id) WHERE token IS NOT NULL;

CREATE INDEX trail_person ON trail (bot_id, telegram_user_id, id) WHERE telegram_user_id IS NOT NULL;

CREATE INDEX trail_payment ON trail (payment_id, id) WHERE payment_id IS NOT NULL;
