// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"
#include "server/doctor/finding.h"

#include <optional>

namespace rastro::server {

/// The machine and the server's process on it.
struct MachineFacts
{
    bool serves = false;       ///< Does a server run on this data folder?
    qint64 openFilesLimit = 0; ///< Of the server's process, else of this one; 0: none, or not known.
    qint64 openFilesNeeded = 0;
    Micros now = 0;
    Micros newestEntry = 0;           ///< Newest time that was stored; 0: none.
    std::optional<Micros> otherClock; ///< What another machine's clock said at `now`; none: not asked.
};

/// Limit on open files of a process as /proc/<pid>/limits tells it; 0: no limit, or not told. Pure.
[[nodiscard]] qint64 openFilesLimitIn(const QByteArray &procLimits);
/// The same of a running process; 0 for this one.
[[nodiscard]] qint64 openFilesLimitOf(qint64 process);
/// Time of an HTTP Date header (RFC 9110, 5.6.7); none if it is malformed. Pure.
[[nodiscard]] std::optional<Micros> timeOfHttpDate(const QByteArray &date);

/// Pure.
[[nodiscard]] Finding checkServer(bool serves);
[[nodiscard]] QList<Finding> checkMachine(const MachineFacts &facts);

} // namespace rastro::server
