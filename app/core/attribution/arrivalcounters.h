// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tally/histogram.h"

#include <QtCore/QString>
#include <map>

namespace rastro::core {

/// What an ArrivalDesk has done since the start; for metrics.
struct ArrivalCounters
{
    /// Clicks that are durable, by pool and kind of traffic (see classifyTraffic()).
    std::map<std::pair<qint64, QString>, quint64> stored;
    Histogram batches{batchBounds()}; ///< Clicks that were stored together.
    quint64 refused = 0;              ///< Not given to the database, since too many waited.
    quint64 lost = 0;                 ///< Neither database nor spool took them.
    qint64 waiting = 0;               ///< Taken and not answered yet.
};

} // namespace rastro::core
