// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

namespace rastro::sandbox {

/// So many calls at once, then one every so often; refused calls cost nothing. A value; time is given.
class CallRate
{
public:
    CallRate(int burst, std::chrono::microseconds interval)
        : m_burst(burst)
        , m_interval(interval.count())
    {
    }

    /// 0: this call may go. Else the seconds to wait, rounded up, as retry_after wants it.
    [[nodiscard]] int take(Micros now)
    {
        const Micros earliest = m_spentUntil - m_interval * (m_burst - 1);
        if (earliest > now)
            return static_cast<int>((earliest - now + 999'999) / 1'000'000);
        m_spentUntil = std::max(m_spentUntil, now) + m_interval;
        return 0;
    }

private:
    int m_burst;
    Micros m_interval;
    Micros m_spentUntil = 0; ///< When all that went is paid back (generic cell rate algorithm).
};

} // namespace rastro::sandbox
