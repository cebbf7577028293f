// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlpaymentstore.h"

#include "core/ports/unitofwork.h"
#include "storage/columns.h"
#include "storage/connection.h"
#include "storage/paymentcolumns.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

QList<core::PaymentRow> oldestFirst(QList<core::PaymentRow> rows)
{
    const auto isOlder = [](const auto &a, const auto &b) { return a.payment.id < b.payment.id; };
    std::sort(rows.begin(), rows.end(), isOlder);
    return rows;
}

} // namespace

SqlPaymentStore::SqlPaymentStore(Connection &connection)
    : m_connection(connection)
    , m_insert(connection, "payment.insert"_L1)
    , m_byId(connection, "payment.byId"_L1)
    , m_byReference(connection, "payment.byReference"_L1)
    , m_byGatewayId(connection, "payment.byGatewayId"_L1)
    , m_byDeliveryToken(connection, "payment.byDeliveryToken"_L1)
    , m_byUser(connection, "payment.byUser"_L1)
    , m_byToken(connection, "payment.byToken"_L1)
    , m_open(connection, "payment.open"_L1)
    , m_update(connection, "payment.update"_L1)
    , m_isPurchaseEventIdTaken(connection, "payment.isPurchaseEventIdTaken"_L1)
    , m_claimChecks(connection, "payment.claimChecks"_L1)
    , m_claimAttachments(connection, "payment.claimAttachments"_L1)
    , m_nextCheckDue(connection, "payment.nextCheckDue"_L1)
    , m_nextAttachDue(connection, "payment.nextAttachDue"_L1)
    , m_adoptToken(connection, "payment.adoptToken"_L1)
    , m_releaseChecks(connection, "payment.releaseChecks"_L1)
    , m_releaseAttachments(connection, "payment.releaseAttachments"_L1)
    , m_markBrowserPurchase(connection, "payment.markBrowserPurchase"_L1)
{
}

qint64 SqlPaymentStore::insert(const core::PaymentRow &row)
{
    bindAgreed(m_insert, row);
    bindChanging(m_insert, row, m_connection.now());
    return m_insert.one(readId).value();
}

std::optional<core::PaymentRow> SqlPaymentStore::byId(qint64 id)
{
    return m_byId.bind("id"_L1, id).one(readPayment);
}

std::optional<core::PaymentRow> SqlPaymentStore::byReference(const QString &reference)
{
    return m_byReference.bind("payment_id"_L1, reference).one(readPayment);
}

std::optional<core::PaymentRow> SqlPaymentStore::byGatewayId(const QString &gateway, const QString &gatewayId)
{
    return m_byGatewayId.bind("gateway_type"_L1, gateway).bind("gateway_transaction_id"_L1, gatewayId).one(readPayment);
}

std::optional<core::PaymentRow> SqlPaymentStore::byDeliveryToken(const QString &token)
{
    return m_byDeliveryToken.bind("delivery_token"_L1, token).one(readPayment);
}

QList<core::PaymentRow> SqlPaymentStore::byUser(qint64 botId, qint64 telegramUserId)
{
    return m_byUser.bind("bot_id"_L1, botId).bind("customer_user_id"_L1, telegramUserId).all(readPayment);
}

QList<core::PaymentRow> SqlPaymentStore::byToken(qint64 workspaceId, const TrackingToken &token)
{
    return m_byToken.bind("tracking_token"_L1, token.toString()).bind("workspace_id"_L1, workspaceId).all(readPayment);
}

std::optional<core::PaymentRow> SqlPaymentStore::open(qint64 botId, qint64 telegramUserId, qint64 offerId, Micros since)
{
    return m_open.bind("bot_id"_L1, botId)
        .bind("customer_user_id"_L1, telegramUserId)
        .bind("offer_id"_L1, offerId)
        .bind("since"_L1, since)
        .one(readPayment);
}

void SqlPaymentStore::update(const core::PaymentRow &row)
{
    bindChanging(m_update, row, m_connection.now());
    if (m_update.bind("id"_L1, row.payment.id).run() == 0)
        throw core::StorageFailure({u"storage.no_row"_s, u"There is no payment %1 to change."_s.arg(row.payment.id)});
}

bool SqlPaymentStore::isPurchaseEventIdTaken(const QString &eventId)
{
    const auto read = [](const Row &row) { return row.flag("taken"_L1); };
    return m_isPurchaseEventIdTaken.bind("purchase_event_id"_L1, eventId).one(read).has_value();
}

QList<core::PaymentRow> SqlPaymentStore::claimChecks(Micros now, Micros again, int limit)
{
    m_claimChecks.bind("node"_L1, m_connection.node())
        .bind("again"_L1, again)
        .bind("now"_L1, now)
        .bind("limit"_L1, limit);
    return oldestFirst(m_claimChecks.all(readPayment));
}

QList<core::PaymentRow> SqlPaymentStore::claimAttachments(Micros now, Micros again, int limit)
{
    m_claimAttachments.bind("node"_L1, m_connection.node())
        .bind("again"_L1, again)
        .bind("now"_L1, now)
        .bind("limit"_L1, limit);
    return oldestFirst(m_claimAttachments.all(readPayment));
}

std::optional<Micros> SqlPaymentStore::nextCheckDue()
{
    return readDue(m_nextCheckDue);
}

std::optional<Micros> SqlPaymentStore::nextAttachDue()
{
    return readDue(m_nextAttachDue);
}

void SqlPaymentStore::adoptToken(qint64 botId, qint64 telegramUserId, const std::optional<TrackingToken> &token,
                                 Micros since, Micros now)
{
    m_adoptToken.bindOrNull("user_token"_L1, token)
        .bind("now"_L1, now)
        .bind("bot_id"_L1, botId)
        .bind("customer_user_id"_L1, telegramUserId)
        .bind("since"_L1, since)
        .run();
}

void SqlPaymentStore::releaseLeases(const QString &node, Micros now)
{
    m_releaseChecks.bind("now"_L1, now).bind("node"_L1, node).run();
    m_releaseAttachments.bind("now"_L1, now).bind("node"_L1, node).run();
}

bool SqlPaymentStore::markBrowserPurchase(qint64 id, Micros at)
{
    return m_markBrowserPurchase.bind("browser_purchase_at"_L1, at).bind("id"_L1, id).run() > 0;
}

} // namespace rastro::storage
