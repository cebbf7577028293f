-- SPDX-License-Identifier: GPL-3.0-or-later
-- Payments, the buttons that lead to them, and what gateways say about them.

CREATE TABLE payments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    -- What gateways and outsiders know it by.
    payment_id TEXT NOT NULL UNIQUE,
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    bot_user_id BIGINT REFERENCES bot_users (id),
    -- The buyer's Telegram id.
    customer_user_id BIGINT NOT NULL,
    offer_id BIGINT REFERENCES offers (id),
    product_key TEXT NOT NULL,
    product_name TEXT NOT NULL,
    deliver TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    status TEXT NOT NULL
        CHECK (status IN ('new', 'creating', 'unknown', 'awaiting', 'failed', 'expired', 'canceled', 'paid')),
    gateway_type TEXT,
    gateway_transaction_id TEXT,
    pix_code TEXT,
    expires_at BIGINT,
    attribution TEXT NOT NULL CHECK (attribution IN ('pending', 'attached', 'organic')),
    attribution_reason TEXT,
    attribution_attempts BIGINT NOT NULL,
    next_attach_at BIGINT NOT NULL,
    user_token TEXT CHECK (length(user_token) = 32 AND ltrim(user_token, '0123456789abcdef') = ''),
    tracking_token TEXT REFERENCES clicks (token)
        CHECK (length(tracking_token) = 32 AND ltrim(tracking_token, '0123456789abcdef') = ''),
    fbclid TEXT,
    fbp TEXT,
    fbc TEXT,
    pageview_event_id TEXT,
    utm_source TEXT,
    utm_medium TEXT,
    utm_campaign TEXT,
    utm_content TEXT,
    utm_term TEXT,
    pool_id BIGINT REFERENCES redirect_pools (id),
    external_id TEXT,
    purchase_event_id TEXT,
    delivery_token TEXT UNIQUE CHECK (length(delivery_token) = 32 AND ltrim(delivery_token, '0123456789abcdef') = ''),
    next_check_at BIGINT,
    checks BIGINT NOT NULL,
    last_error TEXT,
    amount_received BIGINT NOT NULL,
    paid_late SMALLINT NOT NULL CHECK (paid_late IN (0, 1)),
    browser_purchase_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    paid_at BIGINT,
    CHECK (attribution <> 'attached' OR tracking_token IS NOT NULL),
    CHECK (attribution <> 'organic' OR tracking_token IS NULL)
);

CREATE UNIQUE INDEX payments_gateway ON payments (gateway_type, gateway_transaction_id)
WHERE gateway_transaction_id IS NOT NULL;

-- One Purchase, one event id: also where two sales come from one click.
CREATE UNIQUE INDEX payments_purchase_event ON payments (purchase_event_id) WHERE purchase_event_id IS NOT NULL;

CREATE INDEX payments_person ON payments (bot_id, customer_user_id, id);

CREATE INDEX payments_token ON payments (tracking_token, id) WHERE tracking_token IS NOT NULL;

CREATE INDEX payments_check ON payments (next_check_at, id) WHERE next_check_at IS NOT NULL;

CREATE INDEX payments_attach ON payments (next_attach_at, id) WHERE attribution = 'pending';

-- only: postgresql
CREATE TRIGGER payments_stay_paid BEFORE UPDATE OF status ON payments
FOR EACH ROW WHEN (old.status = 'paid' AND new.status <> 'paid')
EXECUTE FUNCTION refuse_change('a paid payment stays paid');

-- only: sqlite
CREATE TRIGGER payments_stay_paid BEFORE UPDATE OF status ON payments WHEN old.status = 'paid' AND new.status <> 'paid'
BEGIN
    SELECT RAISE(ABORT, 'a paid payment stays paid');
END;

CREATE TABLE buttons (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    telegram_user_id BIGINT NOT NULL,
    action TEXT NOT NULL,
    offer_id BIGINT REFERENCES offers (id),
    payment_id BIGINT REFERENCES payments (id),
    created_at BIGINT NOT NULL
);

CREATE TABLE gateway_notices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id BIGINT NOT NULL REFERENCES bots (id),
    gateway_type TEXT NOT NULL,
    dedup_key TEXT NOT NULL,
    body BLOB NOT NULL,
    -- [[name, value], …], each byte as the code point of its number.
    headers TEXT NOT NULL,
    query BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'refused', 'orphan')),
    outcome TEXT,
    attempts BIGINT NOT NULL,
    -- NULL: will not be looked at again by itself.
    next_attempt_at BIGINT,
    received_at BIGINT NOT NULL,
    UNIQUE (bot_id, gateway_type, dedup_key)
);

CREATE INDEX gateway_notices_due ON gateway_notices (next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;

CREATE INDEX gateway_notices_state ON gateway_notices (state, id);
