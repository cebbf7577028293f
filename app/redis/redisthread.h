// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/redisclient.h"

#include <QtCore/QThread>
#include <mutex>
#include <vector>

namespace rastro::redis {

/// The one thread that talks to Redis, so that neither the redirect nor the core thread pays for it. Any thread hands
/// it jobs by a bounded queue and never waits.
class RedisThread
{
public:
    using Job = std::function<void(RedisClient &)>;

    /// Jobs that may wait to be begun.
    static constexpr std::size_t MostJobs = 4096;

    explicit RedisThread(RedisUrl url, const Patience &patience = {});
    ~RedisThread();
    Q_DISABLE_COPY_MOVE(RedisThread)

    /// Begins to connect. Nothing waits for it.
    void start();
    /// Fails what is under way and ends the thread. Afterwards post() refuses.
    void stop();

    /// Thread-safe, does not block. Runs `job` on Redis's thread soon. False, and counted as dropped: Redis is away, or
    /// too many jobs wait; `job` is not run then.
    [[nodiscard]] bool post(Job job);
    /// Runs something on Redis's thread and waits for it; for setting up and taking down what lives there. Between
    /// start() and stop(), not on Redis's thread.
    void runThere(const std::function<void()> &work);

    [[nodiscard]] const RedisUrl &url() const { return m_url; }
    [[nodiscard]] const Patience &patience() const { return m_patience; }
    /// Thread-safe.
    [[nodiscard]] RedisCounters counters() const { return m_tally.read(); }

private:
    void open();
    void work();

    const RedisUrl m_url;
    const Patience m_patience;
    RedisTally m_tally;
    QThread m_thread;
    QObject m_there; ///< Lives on the thread: where work is posted to.
    std::unique_ptr<RedisClient> m_client;
    std::mutex m_mutex; ///< Guards what follows.
    std::vector<Job> m_jobs;
    bool m_isRunning = false;
};

} // namespace rastro::redis
