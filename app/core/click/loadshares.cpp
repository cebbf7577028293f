// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/loadshares.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace rastro::core {

namespace {

constexpr qint64 REFRESHES_A_WINDOW = 30;
constexpr double STEPS_A_VISITOR = 8; // how finely a share is told

/// Up to where `visitors` fill the lowest loads. `loads` are in ascending order.
double levelAfter(const QList<qint64> &loads, qint64 visitors)
{
    qint64 filled = 0;
    for (qsizetype bots = 1; bots <= loads.size(); ++bots) {
        filled += loads[bots - 1];
        const double level = double(filled + visitors) / double(bots);
        if (bots == loads.size() || level <= double(loads[bots]))
            return level;
    }
    return 0;
}

} // namespace

QList<quint64> loadShares(const QList<qint64> &loads)
{
    QList<qint64> ascending = loads;
    std::sort(ascending.begin(), ascending.end());
    const qint64 total = std::accumulate(loads.begin(), loads.end(), qint64(0));
    const double level = levelAfter(ascending, std::max<qint64>(loads.size(), total / REFRESHES_A_WINDOW));
    QList<quint64> shares;
    quint64 divisor = 0;
    for (const qint64 load : loads) {
        shares.append(quint64(std::llround(std::max(0.0, level - double(load)) * STEPS_A_VISITOR)));
        divisor = std::gcd(divisor, shares.last());
    }
    for (quint64 &share : shares)
        share /= std::max<quint64>(divisor, 1);
    return shares;
}

} // namespace rastro::core
