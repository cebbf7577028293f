// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/paymentcolumns.h"

#include "storage/columns.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

Payment readSdkPayment(const Row &row)
{
    Payment payment;
    payment.id = row.integer("id"_L1);
    payment.reference = row.text("payment_id"_L1);
    payment.botId = row.integer("bot_id"_L1);
    payment.telegramUserId = row.integer("customer_user_id"_L1);
    payment.productKey = row.text("product_key"_L1);
    payment.productTitle = row.text("product_name"_L1);
    payment.amount = {row.integer("amount"_L1), row.text("currency"_L1)};
    payment.status = statusFromName(row.text("status"_L1)).value(); // The table's CHECK knows the same names.
    payment.gateway = row.text("gateway_type"_L1);
    payment.userToken = row.token("user_token"_L1);
    payment.token = row.token("tracking_token"_L1);
    payment.createdAt = row.integer("created_at"_L1);
    payment.paidAt = row.integer("paid_at"_L1);
    return payment;
}

PaymentAttribution readFrozen(const Row &row)
{
    PaymentAttribution frozen;
    frozen.paymentId = row.integer("id"_L1);
    frozen.token = row.token("tracking_token"_L1);
    frozen.fbclid = row.text("fbclid"_L1);
    frozen.fbp = row.text("fbp"_L1);
    frozen.fbc = row.text("fbc"_L1);
    frozen.pageviewEventId = row.text("pageview_event_id"_L1);
    frozen.utm = readUtm(row);
    frozen.poolId = row.integer("pool_id"_L1);
    frozen.reason = row.text("attribution_reason"_L1);
    return frozen;
}

void bindAttribution(Statement &statement, const core::PaymentRow &row)
{
    statement.bind("attribution"_L1, row.attribution)
        .bindOrNull("attribution_reason"_L1, row.frozen.reason)
        .bind("attribution_attempts"_L1, row.attributionAttempts)
        .bind("next_attach_at"_L1, row.nextAttachAt)
        .bindOrNull("tracking_token"_L1, row.frozen.token ? row.frozen.token : row.payment.token)
        .bindOrNull("fbclid"_L1, row.frozen.fbclid)
        .bindOrNull("fbp"_L1, row.frozen.fbp)
        .bindOrNull("fbc"_L1, row.frozen.fbc)
        .bindOrNull("pageview_event_id"_L1, row.frozen.pageviewEventId);
    bindUtm(statement, row.frozen.utm);
    statement.bindOrNull("pool_id"_L1, row.frozen.poolId)
        .bindOrNull("external_id"_L1, row.externalId)
        .bindOrNull("purchase_event_id"_L1, row.purchaseEventId)
        .bindOrNull("consent"_L1, consentName(row.consent))
        .bindOrNull("delivery_token"_L1, row.deliveryToken);
}

} // namespace

core::PaymentRow readPayment(const Row &row)
{
    core::PaymentRow read;
    read.payment = readSdkPayment(row);
    read.workspaceId = row.integer("workspace_id"_L1);
    read.botUserId = row.integer("bot_user_id"_L1);
    read.offerId = row.integer("offer_id"_L1);
    read.deliver = row.text("deliver"_L1);
    read.gatewayTransactionId = row.text("gateway_transaction_id"_L1);
    read.pixCode = row.text("pix_code"_L1);
    read.expiresAt = row.integer("expires_at"_L1);
    read.attribution = row.text("attribution"_L1);
    read.attributionAttempts = static_cast<int>(row.integer("attribution_attempts"_L1));
    read.nextAttachAt = row.integer("next_attach_at"_L1);
    read.frozen = readFrozen(row);
    read.externalId = row.text("external_id"_L1);
    read.purchaseEventId = row.text("purchase_event_id"_L1);
    read.deliveryToken = row.text("delivery_token"_L1);
    read.nextCheckAt = row.integer("next_check_at"_L1);
    read.checks = static_cast<int>(row.integer("checks"_L1));
    read.lastError = row.text("last_error"_L1);
    read.receivedMinor = row.integer("amount_received"_L1);
    read.late = row.flag("paid_late"_L1);
    read.browserPurchaseAt = row.integer("browser_purchase_at"_L1);
    read.consent = consentFromName(row.text("consent"_L1));
    read.erasedAt = row.integer("erased_at"_L1);
    read.askedAt = row.integer("asked_at"_L1);
    return read;
}

void bindAgreed(Statement &statement, const core::PaymentRow &row)
{
    statement.bind("workspace_id"_L1, row.workspaceId)
        .bind("payment_id"_L1, row.payment.reference)
        .bind("bot_id"_L1, row.payment.botId)
        .bindOrNull("bot_user_id"_L1, row.botUserId)
        .bind("customer_user_id"_L1, row.payment.telegramUserId)
        .bindOrNull("offer_id"_L1, row.offerId)
        .bind("product_key"_L1, row.payment.productKey)
        .bind("product_name"_L1, row.payment.productTitle)
        .bind("deliver"_L1, row.deliver)
        .bind("amount"_L1, row.payment.amount.minor)
        .bind("currency"_L1, row.payment.amount.currency)
        .bindOrNull("user_token"_L1, row.payment.userToken)
        .bindOrNull("browser_purchase_at"_L1, row.browserPurchaseAt)
        .bind("created_at"_L1, row.payment.createdAt);
}

void bindChanging(Statement &statement, const core::PaymentRow &row, Micros now)
{
    statement.bind("status"_L1, statusName(row.payment.status))
        .bindOrNull("gateway_type"_L1, row.payment.gateway)
        .bindOrNull("gateway_transaction_id"_L1, row.gatewayTransactionId)
        .bindOrNull("pix_code"_L1, row.pixCode)
        .bindOrNull("expires_at"_L1, row.expiresAt);
    bindAttribution(statement, row);
    statement.bindOrNull("next_check_at"_L1, row.nextCheckAt)
        .bind("checks"_L1, row.checks)
        .bindOrNull("last_error"_L1, row.lastError)
        .bind("amount_received"_L1, row.receivedMinor)
        .bind("paid_late"_L1, qint64(row.late))
        .bind("updated_at"_L1, now)
        .bindOrNull("paid_at"_L1, row.payment.paidAt)
        .bindOrNull("asked_at"_L1, row.askedAt);
}

} // namespace rastro::storage
