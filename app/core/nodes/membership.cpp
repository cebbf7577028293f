// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/membership.h"

#include "core/nodes/nodelife.h"

namespace rastro::core {

Membership::Membership(Database &database, Clock &clock, QString place, QObject *parent)
    : Leases(parent)
    , m_database(database)
    , m_clock(clock)
    , m_place(std::move(place))
{
}

void Membership::start()
{
    m_stopped = false;
    beatLater();
}

void Membership::beatLater()
{
    m_clock.after(NodeBeat, this, [this] { beat(); });
}

void Membership::beat()
{
    if (m_stopped)
        return;
    m_database.execute(
        this, [place = m_place, now = m_clock.now()](UnitOfWork &uow) { beatNode(uow, place, now); },
        [this](const Result<void> &) {
            if (m_stopped)
                return;
            seek(m_leases.keys());
            beatLater();
        });
}

void Membership::want(const QString &lease)
{
    if (m_leases.contains(lease))
        return;
    m_leases.insert(lease, {});
    seek({lease});
}

void Membership::giveUp(const QString &lease)
{
    if (m_leases.remove(lease) > 0)
        m_database.execute(
            this, [lease](UnitOfWork &uow) { uow.nodes().giveUp(lease); }, [](const Result<void> &) {});
}

std::optional<qint64> Membership::fence(const QString &lease) const
{
    return m_leases.value(lease);
}

void Membership::seek(const QStringList &leases)
{
    if (leases.isEmpty())
        return;
    m_database.transact<Fences>(
        this,
        [leases](UnitOfWork &uow) {
            Fences fences;
            for (const QString &lease : leases)
                fences.insert(lease, uow.nodes().take(lease));
            return fences;
        },
        [this](const Result<Fences> &seen) {
            if (seen && !m_stopped)
                take(*seen);
        });
}

void Membership::take(const Fences &seen)
{
    QStringList turns;
    for (auto lease = seen.cbegin(); lease != seen.cend(); ++lease) {
        const auto known = m_leases.find(lease.key());
        if (known == m_leases.end() || *known == lease.value())
            continue;
        *known = lease.value();
        turns.append(lease.key());
    }
    for (const QString &lease : turns)
        Q_EMIT turned(lease);
}

} // namespace rastro::core
