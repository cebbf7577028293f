// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

namespace rastro::core {

/// So many at once, then so many a second. A value; time is given, never read.
class TokenBucket
{
public:
    /// `burst` may go at once, and `perSecond` come back. Starts full at `now`.
    TokenBucket(double perSecond, double burst, Micros now);

    /// When the next one may go; not after `now` if it may go now.
    [[nodiscard]] Micros readyAt(Micros now) const;

    /// One goes.
    void take(Micros now);

    /// Nothing went for so long that it is as good as new.
    [[nodiscard]] bool isFull(Micros now) const;

private:
    [[nodiscard]] double levelAt(Micros now) const;

    double m_perSecond;
    double m_burst;
    double m_level;
    Micros m_at;
};

} // namespace rastro::core
