// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

#include <QtCore/QDateTime>
#include <QtCore/QTimeZone>

namespace rastro::core {

/// "2026-11-21T12:00:00.000Z": how JSON tells times.
[[nodiscard]] inline QString utcText(Micros at)
{
    return QDateTime::fromMSecsSinceEpoch(at / 1000, QTimeZone::utc())
        .toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz'Z'"));
}

} // namespace rastro::core
