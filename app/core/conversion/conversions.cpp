// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversion/conversions.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

ConversionRow rowFor(const Pixel &pixel, EventName name, const QString &eventId, Micros at)
{
    ConversionRow row;
    row.scope = pixel.scope;
    row.pluginId = pixel.pluginId;
    row.destination = pixel.destination;
    row.name = name;
    row.eventId = eventId;
    row.at = at;
    row.runAt = at;
    return row;
}

void addForPayment(UnitOfWork &uow, const PaymentRow &payment, const PluginRoster &roster, EventName name,
                   const QString &eventId, Micros at)
{
    for (const Pixel &pixel : roster.pixelsFor(payment.frozen.poolId, payment.payment.botId, name)) {
        auto row = rowFor(pixel, name, eventId, at);
        row.workspaceId = payment.workspaceId;
        row.token = payment.frozen.token ? payment.frozen.token->toString() : QString();
        row.botId = payment.payment.botId;
        row.telegramUserId = payment.payment.telegramUserId;
        row.paymentId = payment.payment.id;
        uow.conversions().add(row);
    }
}

} // namespace

bool addPageView(UnitOfWork &uow, qint64 workspaceId, const Click &click, const PluginRoster &roster)
{
    const auto pixels = roster.pixelsFor(click.poolId, click.botId, EventName::PageView);
    for (const Pixel &pixel : pixels) {
        auto row = rowFor(pixel, EventName::PageView, click.pageviewEventId, click.firstSeenMs * 1000);
        row.workspaceId = workspaceId;
        row.token = click.token.toString();
        row.botId = click.botId;
        uow.conversions().add(row);
    }
    return !pixels.isEmpty();
}

void addViewContent(UnitOfWork &uow, qint64 workspaceId, const BotUser &user, const Click *click,
                    const PluginRoster &roster, Micros now)
{
    const QString eventId = click ? click->pageviewEventId : u"viewcontent."_s + user.externalId;
    for (const Pixel &pixel : roster.pixelsFor(click ? click->poolId : 0, user.botId, EventName::ViewContent)) {
        auto row = rowFor(pixel, EventName::ViewContent, eventId, now);
        row.workspaceId = workspaceId;
        row.token = click ? click->token.toString() : QString();
        row.botId = user.botId;
        row.telegramUserId = user.telegramUserId;
        uow.conversions().add(row);
    }
}

void addInitiateCheckout(UnitOfWork &uow, const PaymentRow &row, const PluginRoster &roster, Micros now)
{
    if (row.attribution == u"pending" || row.gatewayTransactionId.isEmpty())
        return;
    addForPayment(uow, row, roster, EventName::InitiateCheckout, u"checkout."_s + row.payment.reference, now);
}

void addPurchase(UnitOfWork &uow, const PaymentRow &row, const PluginRoster &roster)
{
    addForPayment(uow, row, roster, EventName::Purchase, row.purchaseEventId, row.payment.paidAt);
}

QString purchaseEventId(UnitOfWork &uow, const PaymentRow &row)
{
    const QString &clickEvent = row.frozen.pageviewEventId;
    if (clickEvent.isEmpty())
        return u"purchase."_s + row.payment.reference;
    if (!uow.payments().isPurchaseEventIdTaken(clickEvent))
        return clickEvent;
    return clickEvent + u'.' + row.payment.reference;
}

} // namespace rastro::core
