// SPDX-License-Identifier: GPL-3.0-or-later
#include "crash/saleaudit.h"

#include "server/runtime/store.h"

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

qsizetype repetitions(const QStringList &all)
{
    return all.size() - QSet<QString>(all.begin(), all.end()).size();
}

} // namespace

SaleAudit::SaleAudit(OutsideWorld &world, const QString &dataFolder, const QString &database)
    : m_world(world)
{
    server::OptionTexts texts;
    texts.data = dataFolder;
    texts.database = database;
    const auto options = server::judgeOptions(texts);
    auto opened = options ? server::openStore(*options) : tl::unexpected<Error>(options.error());
    if (!opened)
        qFatal("the audit cannot read the installation: %s", qPrintable(opened.error().message));
    m_database = std::move(*opened);
}

SaleAudit::Stored SaleAudit::read(const Buyer &buyer)
{
    const auto stored = server::wait<Stored>(*m_database, [&buyer](core::UnitOfWork &uow) {
        Stored found;
        const auto shop = uow.shop().load();
        const auto &bot = shop.bots.first();
        for (const QString &token : buyer.tokens()) {
            const auto click = uow.clicks().byToken(bot.workspaceId, *TrackingToken::parse(token));
            if (!click || click->fbclid != buyer.fbclid())
                found.lostClicks.append(token);
        }
        found.user = uow.users().find(bot.id, buyer.telegramId());
        found.payments = uow.payments().byUser(bot.id, buyer.telegramId());
        found.hasWaitingUpdates = !uow.updates().heads(1).isEmpty();
        if (!found.payments.isEmpty()) {
            const auto id = found.payments.first().payment.id;
            found.conversions = uow.conversions().byPayment(id);
            found.messages = uow.messages().byPayment(id);
            found.trail = uow.trail().byPayment(id);
        }
        return found;
    });
    if (!stored)
        qFatal("the audit cannot read the installation: %s", qPrintable(stored.error().message));
    return *stored;
}

QStringList SaleAudit::faultsOf(const Buyer &buyer)
{
    m_faults.clear();
    const auto stored = read(buyer);
    check(stored.lostClicks.isEmpty(), u"clicks that were answered are lost: "_s + stored.lostClicks.join(u", "_s));
    check(!stored.hasWaitingUpdates, u"an update waits to be handled"_s);
    check(stored.user && stored.user->trackingSessionId &&
              stored.user->trackingSessionId->toString() == buyer.tokens().value(buyer.tokens().size() - 1),
          u"the person does not have the token of the click"_s);
    check(stored.payments.size() == 1, u"one press led to %1 payments"_s.arg(stored.payments.size()));
    if (stored.payments.size() == 1) {
        judgePayment(stored, buyer);
        judgeBank(buyer);
        judgeMeta(stored, buyer);
        judgeChat(stored, buyer);
    }
    return m_faults;
}

void SaleAudit::judgePayment(const Stored &stored, const Buyer &buyer)
{
    const auto &row = stored.payments.first();
    check(row.payment.status == PaymentStatus::Paid, u"the payment is "_s + statusName(row.payment.status));
    check(row.payment.reference == buyer.reference(), u"another charge was paid than the payment's"_s);
    check(row.payment.token && buyer.tokens().contains(row.payment.token->toString()),
          u"the payment has no token of the click: "_s + row.attribution);
    check(row.frozen.fbclid == buyer.fbclid(), u"the payment's fbclid is “%1”"_s.arg(row.frozen.fbclid));
    qsizetype paid = 0;
    for (const core::TrailEntry &entry : stored.trail)
        paid += entry.step == u"payment.paid" ? 1 : 0;
    check(paid == 1, u"the trail says %1 times that it was paid"_s.arg(paid));
}

void SaleAudit::judgeBank(const Buyer &buyer)
{
    const auto counts = m_world.bank().counts(buyer.reference());
    check(counts.charges == 1, u"the bank made %1 charges of the reference"_s.arg(counts.charges));
    check(counts.payments == 1, u"the bank took %1 payments"_s.arg(counts.payments));
}

void SaleAudit::judgeMeta(const Stored &stored, const Buyer &buyer)
{
    qsizetype counted = 0;
    for (const sandbox::MetaEvent &event : m_world.meta().serverEvents()) {
        if (event.name != u"Purchase" || event.json[u"custom_data"_s][u"order_id"_s] != buyer.reference())
            continue;
        counted += event.duplicate ? 0 : 1;
        check(event.eventId == stored.payments.first().purchaseEventId,
              u"Meta has another event id: "_s + event.eventId);
    }
    check(counted == 1, u"Meta counts %1 Purchases"_s.arg(counted));
    qsizetype rows = 0;
    for (const core::ConversionRow &row : stored.conversions) {
        rows += row.name == EventName::Purchase ? 1 : 0;
        check(row.state == u"sent", u"%1 is %2: %3"_s.arg(eventNameText(row.name), row.state, row.answer));
    }
    check(rows == 1, u"the outbox has %1 Purchases"_s.arg(rows));
}

void SaleAudit::judgeChat(const Stored &stored, const Buyer &buyer)
{
    const auto codes = buyer.buttons(u"copy_text"_s);
    check(!codes.isEmpty() && codes.count(codes.first()) == codes.size(),
          u"the buyer saw several PIX codes, or none"_s);
    const auto links = buyer.buttons(u"url"_s);
    check(!links.isEmpty() && links.count(links.first()) == links.size(), u"the buyer has no delivery, or several"_s);
    for (const core::MessageRow &row : stored.messages)
        check(row.state == u"sent", u"the message %1 is %2: %3"_s.arg(row.key, row.state, row.answer));
}

qsizetype SaleAudit::repeatedMessages(const Buyer &buyer) const
{
    return std::max<qsizetype>(0, repetitions(buyer.buttons(u"url"_s))) + repetitions(buyer.buttons(u"copy_text"_s)) +
           repetitions(buyer.buttons(u"callback_data"_s));
}

void SaleAudit::check(bool holds, const QString &fault)
{
    if (!holds)
        m_faults.append(fault);
}

} // namespace rastro::test
