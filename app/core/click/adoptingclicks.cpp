// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/adoptingclicks.h"

#include "core/click/takeover.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

AdoptingClicks::AdoptingClicks(Database &database, qint64 workspaceId, ForeignClicks &foreign, const ShopHolder &shop,
                               AddressStorage addresses, const Clock &clock)
    : m_database(database)
    , m_workspaceId(workspaceId)
    , m_foreign(foreign)
    , m_shop(shop)
    , m_addresses(addresses)
    , m_clock(clock)
    , m_stored(database, workspaceId)
{
}

void AdoptingClicks::byToken(const TrackingToken &token, QObject *context, Found then)
{
    m_stored.byToken(token, context, [this, token, context, then](const Result<std::optional<Click>> &stored) {
        if (!stored || *stored)
            return then(stored);
        m_foreign.byToken(token, context,
                          [this, context, then](const auto &foreign) { adopt(foreign, context, then); });
    });
}

void AdoptingClicks::byFbclid(const QString &fbclid, QObject *context, Found then)
{
    m_stored.byFbclid(fbclid, context, [this, fbclid, context, then](const Result<std::optional<Click>> &stored) {
        if (!stored || *stored)
            return then(stored);
        m_foreign.byFbclid(fbclid, context,
                           [this, context, then](const auto &foreign) { adopt(foreign, context, then); });
    });
}

void AdoptingClicks::byVisitor(const QString &visitorId, QObject *context, Found then)
{
    m_stored.byVisitor(visitorId, context, std::move(then));
}

void AdoptingClicks::adopt(const std::optional<ForeignClick> &foreign, QObject *context, const Found &then)
{
    if (!foreign || foreign->isOwn)
        return then(std::optional<Click>());
    const Click click = adopted(*foreign, *m_shop.get(), m_workspaceId, m_addresses);
    m_database.transact<std::optional<Click>>(
        context,
        [click, id = m_workspaceId, now = m_clock.now()](UnitOfWork &uow) {
            takeOver(uow, id, click, u"Redis, when its token was used"_s, now);
            return uow.clicks().byToken(id, click.token);
        },
        then);
}

} // namespace rastro::core
