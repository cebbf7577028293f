-- SPDX-License-Identifier: GPL-3.0-or-later
-- What goes out, conversions and messages, and what comes in from Telegram.

CREATE TABLE conversions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('bot', 'pool')),
    scope_id BIGINT NOT NULL,
    plugin_id TEXT NOT NULL,
    destination TEXT NOT NULL,
    event_name TEXT NOT NULL CHECK (event_name IN ('PageView', 'ViewContent', 'InitiateCheckout', 'Purchase')),
    event_id TEXT NOT NULL,
    event_at BIGINT NOT NULL,
    token TEXT CHECK (length(token) = 32 AND ltrim(token, '0123456789abcdef') = ''),
    bot_id BIGINT REFERENCES bots (id),
    telegram_user_id BIGINT,
    payment_id BIGINT REFERENCES payments (id),
    state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'dead', 'stopped', 'withheld')),
    attempts BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    answer TEXT,
    first_tried_at BIGINT
);

CREATE UNIQUE INDEX conversions_event ON conversions (destination, event_name, event_id);

CREATE UNIQUE INDEX conversions_payment_event ON conversions (destination, event_name, payment_id)
WHERE payment_id IS NOT NULL;

CREATE INDEX conversions_payment ON conversions (payment_id, id) WHERE payment_id IS NOT NULL;

CREATE INDEX conversions_token ON conversions (workspace_id, token, id) WHERE token IS NOT NULL;

CREATE INDEX conversions_due ON conversions (run_at, id) WHERE state = 'pending';

CREATE INDEX conversions_group ON conversions (scope_kind, scope_id, plugin_id, event_name, run_at, id)
WHERE state = 'pending';

CREATE INDEX conversions_stopped ON conversions (scope_kind, scope_id, plugin_id) WHERE state = 'stopped';

CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    chat_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    purpose TEXT NOT NULL,
    method TEXT NOT NULL,
    payload TEXT NOT NULL,
    qr_text TEXT,
    payment_id BIGINT REFERENCES payments (id),
    state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'failed', 'unreachable', 'expired')),
    attempts BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    expires_at BIGINT,
    fence BIGINT NOT NULL,
    message_id BIGINT,
    answer TEXT,
    finished_at BIGINT,
    UNIQUE (bot_id, key)
);

CREATE INDEX messages_due ON messages (bot_id, run_at, id) WHERE state = 'pending';

CREATE INDEX messages_chat ON messages (bot_id, chat_id, id) WHERE state = 'pending';

CREATE INDEX messages_unreachable ON messages (bot_id, chat_id) WHERE state = 'unreachable';

CREATE INDEX messages_payment ON messages (payment_id, id) WHERE payment_id IS NOT NULL;

-- only: postgresql
CREATE FUNCTION note_welcome() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    UPDATE bot_users SET welcome_sent = 1, welcome_sent_at = new.finished_at
    WHERE bot_id = new.bot_id AND telegram_user_id = new.chat_id;
    RETURN NULL;
END $$;

-- only: postgresql
CREATE TRIGGER messages_welcome AFTER UPDATE OF state ON messages
FOR EACH ROW WHEN (new.state = 'sent' AND new.purpose = 'welcome') EXECUTE FUNCTION note_welcome();

-- only: sqlite
CREATE TRIGGER messages_welcome AFTER UPDATE OF state ON messages WHEN new.state = 'sent' AND new.purpose = 'welcome'
BEGIN
    UPDATE bot_users SET welcome_sent = 1, welcome_sent_at = new.finished_at
    WHERE bot_id = new.bot_id AND telegram_user_id = new.chat_id;
END;

CREATE TABLE telegram_updates (
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    update_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    raw BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'dead')),
    outcome TEXT,
    attempts BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (bot_id, update_id)
);

CREATE INDEX telegram_updates_mailbox ON telegram_updates (bot_id, user_id, update_id) WHERE state = 'pending';

CREATE INDEX telegram_updates_pending ON telegram_updates (received_at, bot_id, update_id) WHERE state = 'pending';

CREATE TABLE bot_offsets (
    bot_id BIGINT PRIMARY KEY NOT NULL REFERENCES bots (id),
    next_offset BIGINT NOT NULL
);
