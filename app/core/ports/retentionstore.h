// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

#include <QtCore/QString>

namespace rastro::core {

/// What is kept for a time of its own. Payments are not among them: money is kept.
enum class KeptData {
    Clicks,   ///< Clicks that led to nobody.
    Updates,  ///< Telegram's updates that are dealt with.
    Trail,    ///< Steps of the trail.
    Notices,  ///< Gateways' notices that are dealt with.
    Messages, ///< Messages that are sent or given up, other than a payment's.
    Events    ///< Events that are reported or given up, other than a payment's.
};

/// Where a sweep through one table stands. Begins with the default.
struct SweepPosition
{
    qint64 botId = 0;
    qint64 id = 0;
    QString token;
};

/// What one step of a sweep came to.
struct SweepStep
{
    SweepPosition next;
    qint64 deleted = 0;
    bool atEnd = false; ///< Nothing behind it is old enough.
};

/// Deletes what is older than it is to be kept, in steps that look at a bounded number of rows.
class RetentionStore
{
public:
    virtual ~RetentionStore() = default;

    /// Looks at up to `most` rows behind `from` and deletes those of before `before` that nothing needs. Harmless when
    /// two nodes do it at once: each row is deleted, and counted, by one of them.
    [[nodiscard]] virtual SweepStep sweep(KeptData kind, const SweepPosition &from, Micros before, Micros now,
                                          int most) = 0;
};

} // namespace rastro::core
