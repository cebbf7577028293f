// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/redisconnection.h"

#include <memory>

namespace rastro::redis {

/// A connection for commands of the command line, which have nothing else to do: each question waits for its answer by
/// running the event loop. Never in the server.
class RedisDialogue
{
public:
    /// Error as of RedisConnection::lost.
    [[nodiscard]] static Result<std::unique_ptr<RedisDialogue>> open(const RedisUrl &url, const Patience &patience);

    [[nodiscard]] Result<Reply> ask(const Command &command);
    /// Sends all at once. An answer for each, in order.
    [[nodiscard]] QList<Result<Reply>> askAll(const QList<Command> &commands);

private:
    RedisDialogue(const RedisUrl &url, const Patience &patience)
        : m_connection(url, patience)
    {
    }

    RedisConnection m_connection;
};

/// What a look at a Redis found.
struct Probe
{
    QString version; ///< "7.0.15".
    std::chrono::microseconds roundTrip{0};
};

/// Logs in, writes a key that expires by itself, and asks for the version: all that Rastro needs to be allowed.
[[nodiscard]] Result<Probe> probe(const RedisUrl &url, const Patience &patience = {});

} // namespace rastro::redis
