// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

namespace rastro::core {

/// So many at once, then so many a second, under a name that all nodes share.
struct RateLimit
{
    QByteArray key; ///< "telegram.chat:<bot>:<chat>".
    double perSecond = 1;
    double burst = 1; ///< >= 1.
};

} // namespace rastro::core
