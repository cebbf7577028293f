// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/doctor/finding.h"

namespace rastro::server {

/// What lies in the spool of clicks.
struct SpoolFacts
{
    bool serves = false; ///< Does a server run on this data folder?
    qint64 files = 0;
    qint64 bytes = 0;
    qint64 asideFiles = 0; ///< To be looked at: see SpoolFolder::setAside().
};

/// Looks into the data folder.
[[nodiscard]] SpoolFacts readSpoolFacts(const QString &dataFolder, bool serves);

/// Pure.
[[nodiscard]] Finding checkSpool(const SpoolFacts &facts);

} // namespace rastro::server
