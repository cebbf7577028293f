// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"
#include "storage/sqlite/bloomfilter.h"

#include <atomic>
#include <chrono>
#include <future>
#include <optional>

namespace rastro::storage {

/// Reads what clicks of known people may be recognised by, on a thread and a connection of its own, a little at a time:
/// a million people take seconds, and nobody who writes waits for them. What is committed while it reads may be
/// missing.
class PeopleReader
{
public:
    struct Outcome
    {
        BloomFilter values; ///< Keys of clickKey(), of no workspace.
        std::chrono::nanoseconds took{0};
    };

    /// Begins at once.
    explicit PeopleReader(const ConnectionOptions &options);
    /// Ends early.
    ~PeopleReader();
    Q_DISABLE_COPY_MOVE(PeopleReader)

    [[nodiscard]] bool isDone() const;
    /// Once it is done. None: the database could not be read.
    [[nodiscard]] std::optional<Outcome> take() { return m_result.get(); }

private:
    std::atomic<bool> m_isEnding{false};
    std::future<std::optional<Outcome>> m_result;
};

} // namespace rastro::storage
