// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/storedsales.h"

#include "core/click/hexid.h"
#include "core/click/tokenminter.h"
#include "server/runtime/store.h"
#include "server/runtime/systemclock.h"

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

constexpr Micros second = 1'000'000;

} // namespace

StoredSales::StoredSales(const Program &program)
    : m_program(program)
    , m_now(server::SystemClock().now())
{
    write([this](core::UnitOfWork &uow) {
        const auto shop = uow.shop().load();
        m_workspace = uow.shop().workspace(u"default"_s);
        m_bot = shop.bots.first();
        m_pool = shop.pools.first();
    });
}

void StoredSales::write(const std::function<void(core::UnitOfWork &)> &work) const
{
    server::OptionTexts texts;
    texts.data = m_program.data();
    texts.database = m_program.database().url();
    const auto store = server::openStore(server::judgeOptions(texts).value());
    if (!store)
        qFatal("%s", qPrintable(store.error().message));
    const auto done = server::wait<bool>(**store, [&work](core::UnitOfWork &uow) {
        work(uow);
        return true;
    });
    if (!done)
        qFatal("%s", qPrintable(done.error().message));
}

core::PaymentRow StoredSales::sell(core::UnitOfWork &uow, qint64 person, const std::optional<Click> &click,
                                   const QString &parameter) const
{
    core::BotUser user;
    user.botId = m_bot.id;
    user.telegramUserId = person;
    user.externalId = core::randomHexId();
    user.firstInteraction = user.lastInteraction = m_now;
    user = uow.users().upsert(user);
    core::StartRow start;
    start.botId = m_bot.id;
    start.telegramUserId = person;
    start.updateId = person;
    start.parameter = parameter;
    start.attribution = click ? u"bound"_s : u"organic"_s;
    start.createdAt = m_now - 2 * second;
    static_cast<void>(uow.starts().insert(start));
    core::PaymentRow row;
    row.workspaceId = m_workspace;
    row.botUserId = user.id;
    row.deliver = u"https://example.com/vip"_s;
    row.deliveryToken = core::randomHexId();
    row.payment.reference = core::randomHexId();
    row.payment.botId = m_bot.id;
    row.payment.telegramUserId = person;
    row.payment.productKey = u"vip"_s;
    row.payment.productTitle = u"VIP"_s;
    row.payment.amount = {1997, u"BRL"_s};
    row.payment.gateway = u"sandbox"_s;
    row.payment.createdAt = m_now;
    row.payment.id = uow.payments().insert(row);
    row.payment.status = PaymentStatus::Paid;
    row.payment.paidAt = m_now;
    row.purchaseEventId = core::randomHexId();
    row.attribution = click ? u"attached"_s : u"organic"_s;
    if (click) {
        row.payment.token = row.frozen.token = click->token;
        row.frozen.utm = click->utm;
        row.frozen.poolId = click->poolId;
        uow.users().addTouch(
            {m_bot.id, person, click->token.toString(), {}, u"start_token"_s, u"start"_s, m_now - second});
    }
    uow.payments().update(row);
    return row;
}

Click StoredSales::newClick(Micros at) const
{
    Click click{.token = core::TokenMinter().mint(at)};
    click.poolId = m_pool.id;
    click.botId = m_bot.id;
    click.firstSeenMs = at / 1000;
    click.utm.source = u"FB"_s;
    click.utm.campaign = u"sum\x1b[31mmer"_s;
    click.traffic = u"person"_s;
    click.pageviewEventId = core::randomHexId();
    return click;
}

} // namespace rastro::test
