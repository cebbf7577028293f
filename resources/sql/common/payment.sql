-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: payment.insert
INSERT INTO payments (
    workspace_id, payment_id, bot_id, bot_user_id, customer_user_id, offer_id, product_key, product_name, deliver,
    amount, currency, status, gateway_type, gateway_transaction_id, pix_code, expires_at, attribution,
    attribution_reason, attribution_attempts, next_attach_at, user_token, tracking_token, fbclid, fbp, fbc,
    pageview_event_id, utm_source, utm_medium, utm_campaign, utm_content, utm_term, pool_id, external_id,
    purchase_event_id, delivery_token, next_check_at, checks, last_error, amount_received, paid_late,
    browser_purchase_at, consent, created_at, updated_at, paid_at, asked_at)
VALUES (
    :workspace_id, :payment_id, :bot_id, :bot_user_id, :customer_user_id, :offer_id, :product_key, :product_name,
    :deliver, :amount, :currency, :status, :gateway_type, :gateway_transaction_id, :pix_code, :expires_at,
    :attribution, :attribution_reason, :attribution_attempts, :next_attach_at, :user_token, :tracking_token, :fbclid,
    :fbp, :fbc, :pageview_event_id, :utm_source, :utm_medium, :utm_campaign, :utm_content, :utm_term, :pool_id,
    :external_id, :purchase_event_id, :delivery_token, :next_check_at, :checks, :last_error, :amount_received,
    :paid_late, :browser_purchase_at, :consent, :created_at, :updated_at, :paid_at, :asked_at)
RETURNING id;

-- What was agreed with the buyer (product, amount, delivery) is not among what changes.
-- name: payment.update
UPDATE payments SET
    status = :status, gateway_type = :gateway_type, gateway_transaction_id = :gateway_transaction_id,
    pix_code = :pix_code, expires_at = :expires_at, attribution = :attribution,
    attribution_reason = :attribution_reason, attribution_attempts = :attribution_attempts,
    next_attach_at = :next_attach_at, tracking_token = :tracking_token, fbclid = :fbclid, fbp = :fbp, fbc = :fbc,
    pageview_event_id = :pageview_event_id, utm_source = :utm_source, utm_medium = :utm_medium,
    utm_campaign = :utm_campaign, utm_content = :utm_content, utm_term = :utm_term, pool_id = :pool_id,
    external_id = :external_id, purchase_event_id = :purchase_event_id,
    consent = :consent, delivery_token = COALESCE(delivery_token, :delivery_token), next_check_at = :next_check_at,
    checks = :checks, last_error = :last_error, amount_received = :amount_received, paid_late = :paid_late,
    updated_at = :updated_at, paid_at = :paid_at, asked_at = :asked_at
WHERE id = :id;

-- name: payment.byId
SELECT * FROM payments WHERE id = :id;

-- name: payment.byReference
SELECT * FROM payments WHERE payment_id = :payment_id;

-- name: payment.byGatewayId
SELECT * FROM payments WHERE gateway_type = :gateway_type AND gateway_transaction_id = :gateway_transaction_id;

-- name: payment.byDeliveryToken
SELECT * FROM payments WHERE delivery_token = :delivery_token;

-- name: payment.byUser
SELECT * FROM payments WHERE bot_id = :bot_id AND customer_user_id = :customer_user_id ORDER BY id;

-- name: payment.byToken
SELECT * FROM payments WHERE tracking_token = :tracking_token AND workspace_id = :workspace_id ORDER BY id;

-- name: payment.open
SELECT * FROM payments
WHERE bot_id = :bot_id AND customer_user_id = :customer_user_id AND offer_id = :offer_id AND created_at >= :since
    AND status IN ('new', 'creating', 'unknown', 'awaiting')
ORDER BY id DESC
LIMIT 1;

-- name: payment.isPurchaseEventIdTaken
SELECT 1 AS taken FROM payments WHERE purchase_event_id = :purchase_event_id LIMIT 1;

-- name: payment.nextCheckDue
SELECT next_check_at AS due FROM payments WHERE next_check_at IS NOT NULL ORDER BY next_check_at LIMIT 1;

-- name: payment.nextAttachDue
SELECT next_attach_at AS due FROM payments WHERE attribution = 'pending' ORDER BY next_attach_at LIMIT 1;

-- name: payment.markBrowserPurchase
UPDATE payments SET browser_purchase_at = :browser_purchase_at WHERE id = :id AND browser_purchase_at IS NULL;

-- name: payment.adoptToken
UPDATE payments SET user_token = :user_token, next_attach_at = :now
WHERE bot_id = :bot_id AND customer_user_id = :customer_user_id AND attribution = 'pending' AND created_at >= :since;

-- name: payment.releaseChecks
UPDATE payments SET next_check_at = :now, check_claimed_by = NULL
WHERE next_check_at > :now AND status IN ('new', 'creating', 'unknown', 'awaiting') AND check_claimed_by = :node;

-- name: payment.releaseAttachments
UPDATE payments SET next_attach_at = :now, attach_claimed_by = NULL
WHERE attribution = 'pending' AND next_attach_at > :now AND attach_claimed_by = :node;
