// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <atomic>

namespace rastro::redis {

/// What was done with Redis since the start; for metrics.
struct RedisCounters
{
    bool connected = false;
    quint64 connects = 0; ///< Connections that became ready.
    quint64 losses = 0;   ///< Connections that were lost, and attempts that failed.
    quint64 commands = 0; ///< Sent.
    quint64 failed = 0;   ///< Sent, and refused by Redis or lost with the connection.
    quint64 dropped = 0;  ///< Not sent: Redis was away, or too much waited.
    quint64 waiting = 0;  ///< Sent and not answered yet.
};

/// The same while it is counted, on Redis's thread; read on any.
struct RedisTally
{
    std::atomic<bool> connected{false};
    std::atomic<quint64> connects{0};
    std::atomic<quint64> losses{0};
    std::atomic<quint64> commands{0};
    std::atomic<quint64> failed{0};
    std::atomic<quint64> dropped{0};
    std::atomic<quint64> waiting{0};

    [[nodiscard]] RedisCounters read() const
    {
        return {connected, connects, losses, commands, failed, dropped, waiting};
    }
};

} // namespace rastro::redis
