// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

#include <QtCore/QList>
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

/// A row, and where a sweep through one table stands: behind it. Begins with the default.
struct SweepPosition
{
    qint64 botId = 0;
    qint64 id = 0;
    QString token;
};

/// How much one step may be. Looking at a row costs little; each that is deleted dirties several pages of its own,
/// which everybody who commits then waits for.
struct SweepBounds
{
    int look = 0;
    int remove = 0;
};

/// What a step of a sweep came upon.
struct SweepFound
{
    QList<SweepPosition> dead; ///< Rows that are old, and that nothing needs.
    SweepPosition next;
    bool atEnd = false; ///< Nothing behind it is old enough.
};

/// Finds and deletes what is older than it is to be kept, in steps of a bounded number of rows. Finding may happen
/// beside those who write, and takes what deleting will read into memory.
class RetentionStore
{
public:
    virtual ~RetentionStore() = default;

    /// Looks at rows behind `from` for those of before `before` that nothing needs. Reads only.
    [[nodiscard]] virtual SweepFound look(KeptData kind, const SweepPosition &from, Micros before, Micros now,
                                          SweepBounds bounds) = 0;
    /// Deletes those of `dead` that still nothing needs. How many: two nodes may do it at once, and each row is
    /// deleted, and counted, by one of them.
    [[nodiscard]] virtual qint64 remove(KeptData kind, const QList<SweepPosition> &dead, Micros before) = 0;
};

} // namespace rastro::core
