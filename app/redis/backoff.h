// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace rastro::redis {

/// How long to wait before the next attempt to connect: doubles from 100 ms to 10 s, each time between half of it and
/// all of it, so that nodes which lost the same Redis do not come back at the same moment. A value.
class Backoff
{
public:
    using Random = std::function<double()>; ///< 0 <= x < 1.

    /// `random`: none takes the system's.
    explicit Backoff(Random random = {});

    [[nodiscard]] std::chrono::milliseconds next();
    /// It worked: the next wait is the shortest again.
    void reset() { m_failures = 0; }

private:
    Random m_random;
    int m_failures = 0;
};

} // namespace rastro::redis
