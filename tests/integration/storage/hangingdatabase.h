// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/database.h"

#include <deque>
#include <mutex>
#include <utility>

namespace rastro::test {

/// How it goes on with what hung first.
enum class Ending {
    Stored,
    Refused,
    StoredUnheard ///< The connection broke behind the commit.
};

/// A database that says nothing for a while, and then comes to all that was asked meanwhile, in order.
class HangingDatabase final : public core::Database
{
public:
    explicit HangingDatabase(core::Database &database)
        : m_database(database)
    {
    }

    void submit(Work work, Done done) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_hangs)
            m_queue.push_back({std::move(work), std::move(done)});
        else
            m_database.submit(std::move(work), std::move(done));
    }

    void hang()
    {
        const std::lock_guard lock(m_mutex);
        m_hangs = true;
    }

    void goOn(Ending ending)
    {
        const std::lock_guard lock(m_mutex);
        m_hangs = false;
        auto queue = std::exchange(m_queue, {});
        if (!queue.empty() && ending != Ending::Stored) {
            auto &first = queue.front();
            const auto refused = [done = first.done](const Result<void> &) {
                done(tl::unexpected<Error>({QStringLiteral("storage.io"),
                                            QStringLiteral("The connection broke."),
                                            ErrorClass::Retry,
                                            {},
                                            false}));
            };
            if (ending == Ending::StoredUnheard)
                m_database.submit(std::move(first.work), refused);
            else
                refused({});
            queue.pop_front();
        }
        for (auto &job : queue)
            m_database.submit(std::move(job.work), std::move(job.done));
    }

private:
    struct Job
    {
        Work work;
        Done done;
    };

    core::Database &m_database;
    std::mutex m_mutex;
    bool m_hangs = false;
    std::deque<Job> m_queue;
};

} // namespace rastro::test
