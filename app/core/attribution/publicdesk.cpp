// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/publicdesk.h"

#include "core/attribution/arrival.h"
#include "core/desk/crashpoint.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

BrowserPurchase purchaseOf(const PaymentRow &row)
{
    return {.eventId = row.purchaseEventId,
            .externalId = row.externalId,
            .value = row.payment.amount,
            .contentId = row.payment.productKey,
            .contentName = row.payment.productTitle,
            .orderId = row.payment.reference,
            .consent = row.consent};
}

std::optional<OpenedDelivery> openDelivery(UnitOfWork &uow, const Shop &shop, const QString &token, bool mayReport,
                                           Micros now)
{
    const auto row = uow.payments().byDeliveryToken(token);
    if (!row || row->payment.status != PaymentStatus::Paid)
        return std::nullopt;
    const auto user = uow.users().byId(row->botUserId);
    const Bot *bot = shop.bot(row->payment.botId);
    OpenedDelivery opened;
    opened.title = row->payment.productTitle;
    opened.deliver = row->deliver;
    opened.language = user ? user->languageCode : QString();
    opened.botUsername = bot ? bot->username : QString();
    opened.poolId = row->frozen.poolId;
    opened.botId = row->payment.botId;
    const bool agrees = row->consent != Consent::Denied;
    if (mayReport && agrees && uow.payments().markBrowserPurchase(row->payment.id, now)) {
        opened.purchase = purchaseOf(*row);
        uow.trail().add({.workspaceId = row->workspaceId,
                         .at = now,
                         .step = u"delivery.opened"_s,
                         .token = row->frozen.token ? row->frozen.token->toString() : QString(),
                         .botId = row->payment.botId,
                         .telegramUserId = row->payment.telegramUserId,
                         .paymentId = row->payment.id,
                         .text = u"The buyer opened the delivery page; the browser's Purchase was rendered once."_s,
                         .detail = {{u"event_id"_s, row->purchaseEventId}}});
    }
    return opened;
}

} // namespace

PublicDesk::PublicDesk(Database &database, const ShopHolder &shop, const Clock &clock)
    : m_database(database)
    , m_shop(shop)
    , m_clock(clock)
{
}

void PublicDesk::add(const TrackingToken &token, const QString &fbp, const QString &fbc, BrowserReports::Done done)
{
    m_database.submit(
        [token, fbp, fbc, shop = m_shop.get(), now = m_clock.now()](UnitOfWork &uow) {
            QSet<qint64> workspaces;
            for (const Pool &pool : shop->pools)
                workspaces.insert(pool.workspaceId);
            for (const qint64 workspace : workspaces) {
                if (uow.clicks().byToken(workspace, token)) {
                    recordBrowserIds(uow, workspace, token, fbp, fbc, now);
                    return;
                }
            }
        },
        std::move(done));
}

void PublicDesk::open(const QString &token, bool mayReport, Deliveries::Done done)
{
    auto opened = std::make_shared<std::optional<OpenedDelivery>>();
    m_database.submit(
        [token, mayReport, opened, shop = m_shop.get(), now = m_clock.now()](UnitOfWork &uow) {
            *opened = openDelivery(uow, *shop, token, mayReport, now);
            crashPoint("delivery.opening");
        },
        [opened, done = std::move(done)](const Result<void> &stored) {
            crashPoint("delivery.opened");
            if (stored)
                done(*opened);
            else
                done(tl::unexpected<Error>(stored.error()));
        });
}

} // namespace rastro::core
