// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/latearrivals.h"

#include "core/desk/crashpoint.h"

#include <QtCore/QDebug>
#include <QtCore/QSet>
#include <atomic>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

QList<Arrival> unknownOf(UnitOfWork &uow, const QList<Arrival> &arrivals)
{
    QList<Arrival> unknown;
    QSet<QString> tokens;
    for (const Arrival &arrival : arrivals) {
        const auto &token = arrival.captured.click.token;
        if (tokens.contains(token.toString()) || uow.clicks().byToken(arrival.workspaceId, token))
            continue;
        tokens.insert(token.toString());
        unknown.append(arrival);
    }
    return unknown;
}

} // namespace

LateArrivals::LateArrivals(Database &database, const RosterHolder &roster, std::function<void()> arrived)
    : m_database(database)
    , m_roster(roster)
    , m_arrived(std::move(arrived))
{
}

void LateArrivals::replay(QList<Arrival> arrivals, std::function<void(ClickSpool::Outcome)> done)
{
    submit(arrivals, [this, arrivals, done = std::move(done)](const Result<void> &stored) {
        if (stored)
            done({.isStored = true});
        else if (!isOfTheClick(stored.error()))
            done({});
        else
            replayEach(arrivals, done);
    });
}

void LateArrivals::submit(QList<Arrival> arrivals, std::function<void(const Result<void> &)> done)
{
    m_database.submit(
        [arrivals = std::move(arrivals), roster = m_roster.get()](UnitOfWork &uow) {
            const auto unknown = unknownOf(uow, arrivals);
            if (!unknown.isEmpty())
                recordArrivals(uow, unknown, *roster, ArrivalTime::Late);
            crashPoint("spool.replaying");
        },
        [this, done = std::move(done)](const Result<void> &stored) {
            if (stored)
                crashPoint("spool.replayed");
            done(stored);
            if (stored)
                m_arrived(); // Who looks now finds them in the database, and not in the spool any more.
        });
}

void LateArrivals::replayEach(const QList<Arrival> &arrivals, std::function<void(ClickSpool::Outcome)> done)
{
    struct Progress
    {
        std::atomic<qsizetype> open;
        std::atomic<quint64> refused{0};
        std::atomic<bool> isLater{false};
        std::function<void(ClickSpool::Outcome)> done;
    };
    const auto progress = std::make_shared<Progress>();
    progress->open = arrivals.size();
    progress->done = std::move(done);
    for (const Arrival &arrival : arrivals) {
        submit({arrival}, [progress, token = arrival.captured.click.token.toString()](const Result<void> &stored) {
            if (!stored && !isOfTheClick(stored.error())) {
                progress->isLater = true;
            } else if (!stored) {
                ++progress->refused;
                qWarning().noquote() << u"The database will never take the click %1 from the spool: %2"_s.arg(
                    token, stored.error().message);
            }
            if (--progress->open == 0)
                progress->done({.isStored = !progress->isLater, .refused = progress->refused});
        });
    }
}

} // namespace rastro::core
