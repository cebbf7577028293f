// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/poolchoice.h"

#include <algorithm>
#include <numeric>

namespace rastro::core {

using namespace Qt::StringLiterals;

namespace {

constexpr quint64 MAX_WEIGHT = 1'000'000;

bool canTakeVisitors(const Bot &bot)
{
    return bot.active && !bot.username.isEmpty() && bot.health.isClosed();
}

QList<PoolBot> healthyBots(const Pool &pool, const QList<Bot> &bots)
{
    const auto isReady = [&](qint64 id) {
        return std::any_of(bots.begin(), bots.end(),
                           [id](const Bot &bot) { return bot.id == id && canTakeVisitors(bot); });
    };
    QList<PoolBot> healthy;
    std::copy_if(pool.bots.begin(), pool.bots.end(), std::back_inserter(healthy),
                 [&](const PoolBot &bot) { return bot.enabled && bot.status == "online"_L1 && isReady(bot.botId); });
    return healthy;
}

void keepHighestPriority(QList<PoolBot> &bots)
{
    const auto higher = [](const PoolBot &one, const PoolBot &other) { return one.priority < other.priority; };
    const auto highest = std::max_element(bots.begin(), bots.end(), higher);
    if (highest == bots.end())
        return;
    const int priority = highest->priority;
    bots.removeIf([priority](const PoolBot &bot) { return bot.priority != priority; });
}

bool haveWeights(const QList<PoolBot> &bots)
{
    return std::any_of(bots.begin(), bots.end(), [](const PoolBot &bot) { return bot.weight > 0; });
}

QList<quint64> weightsOf(const Pool &pool, const QList<PoolBot> &bots, const BotLoads &loads)
{
    if (pool.strategy == "least_loaded"_L1) {
        QList<qint64> known;
        for (const PoolBot &bot : bots)
            known.append(loads.value(bot.botId));
        return loadShares(known);
    }
    const bool weighted = pool.strategy == "weighted"_L1 && haveWeights(bots);
    QList<quint64> weights;
    for (const PoolBot &bot : bots)
        weights.append(weighted ? std::min(quint64(std::max(bot.weight, 0)), MAX_WEIGHT) : 1);
    return weights;
}

QHash<QString, qint64> namesOf(const QList<PoolBot> &members, const QList<Bot> &bots)
{
    QHash<QString, qint64> names;
    for (const Bot &bot : bots) {
        const auto isThis = [&](const PoolBot &member) { return member.botId == bot.id; };
        if (std::any_of(members.begin(), members.end(), isThis))
            names.insert(bot.username, bot.id);
    }
    return names;
}

/// Near the golden ratio and without a common divisor: visits every place of the round once, and neighbours in time are
/// far apart in the round.
quint64 stepThrough(quint64 round)
{
    auto step = std::max<quint64>(1, quint64(double(round) * 0.618));
    while (std::gcd(step, round) != 1)
        ++step;
    return step;
}

} // namespace

PoolChoice::PoolChoice(const Pool &pool, const QList<Bot> &bots, const BotLoads &loads)
    : m_isSticky(pool.isSticky())
{
    QList<PoolBot> healthy = healthyBots(pool, bots);
    if (m_isSticky)
        m_byName = namesOf(healthy, bots);
    if (pool.strategy == "priority"_L1)
        keepHighestPriority(healthy);
    const QList<quint64> weights = weightsOf(pool, healthy, loads);
    quint64 round = 0;
    for (qsizetype at = 0; at < healthy.size(); ++at) {
        if (weights[at] > 0)
            m_shares.append({healthy[at].botId, round += weights[at]});
        if (m_isSticky)
            m_steady.append({healthy[at].botId, pool.strategy == "least_loaded"_L1 ? 1 : weights[at]});
    }
    if (round != quint64(m_shares.size()))
        m_step = stepThrough(round);
}

std::optional<qint64> PoolChoice::bot(quint64 turn) const
{
    if (m_shares.isEmpty())
        return std::nullopt;
    const quint64 round = m_shares.last().upTo;
    const quint64 place = (turn % round) * m_step % round;
    const auto share = std::upper_bound(m_shares.begin(), m_shares.end(), place,
                                        [](quint64 at, const Share &candidate) { return at < candidate.upTo; });
    return share->botId;
}

std::optional<qint64> PoolChoice::botNamed(const QString &username) const
{
    const auto found = m_byName.constFind(username);
    return found == m_byName.constEnd() ? std::nullopt : std::optional(*found);
}

std::optional<qint64> PoolChoice::botFor(const QByteArray &identity) const
{
    return steadyChoice(identity, m_steady);
}

} // namespace rastro::core
