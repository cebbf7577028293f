// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/responder.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

/// Does work on a thread of its own, as a database writer would: whole batches, in order.
class AnswerThread
{
public:
    using Work = std::function<void()>;

    AnswerThread()
        : m_thread([this] { run(); })
    {
    }
    /// Finishes what is queued.
    ~AnswerThread()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_ending = true;
        }
        m_changed.notify_one();
        m_thread.join();
    }
    Q_DISABLE_COPY_MOVE(AnswerThread)

    void post(Work work)
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(work));
        m_changed.notify_one();
    }

private:
    void run()
    {
        std::unique_lock lock(m_mutex);
        while (!m_ending || !m_queue.empty()) {
            m_changed.wait(lock, [this] { return m_ending || !m_queue.empty(); });
            std::vector<Work> batch;
            batch.swap(m_queue);
            lock.unlock();
            for (Work &work : batch)
                work();
            batch.clear();
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Work> m_queue;
    bool m_ending = false;
    std::thread m_thread;
};
