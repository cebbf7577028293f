// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/responder.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace rastro::web {

/// An answer that is ready and waits for something to become durable. Whoever is first sends it.
struct PendingAnswer
{
    http::Responder responder;
    http::HttpResponse response;
};

/// Sends answers that have waited too long: where database and spool both hang, that must not hold a person back. What
/// they waited for goes on, and may still come to a good end. Has a thread of its own, which sleeps while nothing is
/// pending.
class OverdueAnswers
{
public:
    /// `patience`: how long an answer may wait.
    explicit OverdueAnswers(std::chrono::milliseconds patience);
    /// Sends nothing any more.
    ~OverdueAnswers();
    Q_DISABLE_COPY_MOVE(OverdueAnswers)

    /// Watches `answer` for as long as somebody else holds it. Thread-safe.
    void watch(const std::shared_ptr<const PendingAnswer> &answer);
    /// How many had to be sent.
    [[nodiscard]] qint64 sent() const { return m_sent; }

private:
    using TimePoint = std::chrono::steady_clock::time_point;
    struct Watched
    {
        TimePoint due;
        std::weak_ptr<const PendingAnswer> answer;
    };

    void run();
    void send(const std::weak_ptr<const PendingAnswer> &watched);

    const std::chrono::milliseconds m_patience;
    std::atomic<qint64> m_sent{0};
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Watched> m_watched; // in the order in which they fall due
    bool m_ending = false;
    std::thread m_thread; // last: it uses all the others
};

} // namespace rastro::web
