// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/shopwatch.h"

namespace rastro::server {

ShopWatch::ShopWatch(core::Database &database, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_clock(clock)
{
}

void ShopWatch::start()
{
    m_stopped = false;
    lookNow();
    lookLater();
}

void ShopWatch::stop()
{
    m_stopped = true;
}

void ShopWatch::lookNow()
{
    if (!m_looking)
        look();
}

void ShopWatch::lookLater()
{
    m_clock.after(Interval, this, [this] {
        lookNow();
        lookLater();
    });
}

void ShopWatch::look()
{
    if (m_stopped)
        return;
    using Seen = std::optional<core::Shop>;
    m_looking = true;
    m_database.transact<Seen>(
        this,
        [known = m_revision](core::UnitOfWork &uow) -> Seen {
            if (uow.shop().revision() == known)
                return std::nullopt;
            return uow.shop().load();
        },
        [this](const Result<Seen> &seen) {
            m_looking = false;
            if (!seen || !*seen)
                return;
            m_revision = (*seen)->revision;
            Q_EMIT changed(**seen);
        });
}

} // namespace rastro::server
