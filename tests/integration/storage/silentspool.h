// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickspool.h"

#include <mutex>
#include <utility>
#include <vector>

namespace rastro::test {

/// A spool that says nothing until it is told what to say.
class SilentSpool final : public core::ClickSpool
{
public:
    void append(QList<core::Arrival> arrivals, Done done) override
    {
        const std::lock_guard lock(m_mutex);
        m_asked += static_cast<int>(arrivals.size());
        m_done.push_back(std::move(done));
    }
    void replayTo(Replay) override {}
    [[nodiscard]] bool holds(const QString &) const override { return false; }
    [[nodiscard]] core::SpoolCounters counters() const override { return {}; }

    /// Clicks so far.
    [[nodiscard]] int asked() const
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }
    void say(const Result<void> &what)
    {
        std::vector<Done> all;
        {
            const std::lock_guard lock(m_mutex);
            all = std::exchange(m_done, {});
        }
        for (const auto &done : all)
            done(what);
    }

private:
    mutable std::mutex m_mutex;
    int m_asked = 0;
    std::vector<Done> m_done;
};

} // namespace rastro::test
