// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"
#include "rastro/result.h"

#include <QtCore/QTimeZone>

namespace rastro::server {

/// A span of days in a time zone.
struct Period
{
    Micros from = 0;
    Micros until = 0; ///< Not in it any more: the beginning of the day after the last one.
    QTimeZone zone;
};

/// Reads --from and --to (2026-11-21, both days belong to it) and --zone (Europe/Lisbon; empty: this machine's). Empty
/// --to: today; empty --from: 30 days up to it. Errors: "options.from", "options.to", "options.zone". Pure.
[[nodiscard]] Result<Period> readPeriod(const QString &from, const QString &to, const QString &zone, Micros now);

} // namespace rastro::server
