// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/poolchoice.h"

#include <algorithm>
#include <numeric>

namespace rastro::core {

using namespace Qt::StringLiterals;

namespace {

constexpr quint64 MAX_WEIGHT = 1'000'000;

QList<PoolBot> healthyBots(const Pool &pool, const QList<Bot> &bots)
{
    const auto isReady = [&](qint64 id) {
        return std::any_of(bots.begin(), bots.end(),
                           [id](const Bot &bot) { return bot.id == id && bot.active && !bot.username.isEmpty(); });
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

PoolChoice::PoolChoice(const Pool &pool, const QList<Bot> &bots)
{
    QList<PoolBot> healthy = healthyBots(pool, bots);
    if (pool.strategy == "priority"_L1)
        keepHighestPriority(healthy);
    const bool weighted = pool.strategy == "weighted"_L1 && haveWeights(healthy);
    quint64 round = 0;
    for (const PoolBot &bot : healthy) {
        const quint64 weight = weighted ? std::min(quint64(std::max(bot.weight, 0)), MAX_WEIGHT) : 1;
        if (weight > 0)
            m_shares.append({bot.botId, round += weight});
    }
    if (weighted)
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

} // namespace rastro::core
