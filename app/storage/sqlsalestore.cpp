// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlsalestore.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

void readWay(core::SaleFacts &facts, const Row &row)
{
    facts.botId = row.integer("bot_id"_L1);
    facts.telegramUserId = row.integer("customer_user_id"_L1);
    facts.started = row.integer("start_id"_L1) != 0;
    facts.startParameter = row.text("start_parameter"_L1);
    facts.startText = row.text("start_reason"_L1);
    facts.startedAt = row.integer("started_at"_L1);
    facts.boundElsewhere = row.flag("bound_elsewhere"_L1);
}

core::SaleFacts readSale(const Row &row)
{
    core::SaleFacts facts;
    readWay(facts, row);
    facts.paymentId = row.integer("id"_L1);
    facts.reference = row.text("payment_id"_L1);
    facts.poolId = row.integer("pool_id"_L1);
    facts.amount = {row.integer("amount"_L1), row.text("currency"_L1)};
    facts.utmSource = row.text("utm_source"_L1);
    facts.utmCampaign = row.text("utm_campaign"_L1);
    facts.createdAt = row.integer("created_at"_L1);
    facts.paidAt = row.integer("paid_at"_L1);
    facts.attribution = row.text("attribution"_L1);
    facts.attributionText = row.text("attribution_reason"_L1);
    facts.rule = row.text("rule"_L1);
    facts.userToken = row.token("user_token"_L1);
    facts.token = row.token("tracking_token"_L1);
    facts.boundLaterAt = row.integer("bound_later_at"_L1);
    return facts;
}

} // namespace

SqlSaleStore::SqlSaleStore(Connection &connection)
    : m_paid(connection, "sale.paid"_L1)
    , m_byPayment(connection, "sale.byPayment"_L1)
    , m_wayOf(connection, "sale.wayOf"_L1)
{
}

QList<core::SaleFacts> SqlSaleStore::paid(const core::SalesPage &page)
{
    m_paid.bind("workspace_id"_L1, page.workspaceId)
        .bind("after_at"_L1, page.afterAt)
        .bind("after_id"_L1, page.afterId)
        .bind("until"_L1, page.until)
        .bindOrNull("bot_id"_L1, page.botId)
        .bindOrNull("pool_id"_L1, page.poolId)
        .bind("limit"_L1, page.limit);
    return m_paid.all(readSale);
}

std::optional<core::SaleFacts> SqlSaleStore::byPayment(qint64 paymentId)
{
    return m_byPayment.bind("id"_L1, paymentId).one(readSale);
}

std::optional<core::SaleFacts> SqlSaleStore::wayOf(qint64 botId, qint64 telegramUserId)
{
    return m_wayOf.bind("bot_id"_L1, botId).bind("telegram_user_id"_L1, telegramUserId).one([](const Row &row) {
        core::SaleFacts facts;
        readWay(facts, row);
        return facts;
    });
}

} // namespace rastro::storage
