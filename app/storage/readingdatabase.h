// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/reader.h"

#include <QtCore/QThread>

namespace rastro::storage {

/// The database for who only reads and may take long: a thread and a Reader of its own, so that nobody who writes waits
/// for it. Jobs run one after the other, each statement seeing what is committed when it begins; they must not write.
/// Connects at the first job; a connection that failed is made anew at the next. Thread-safe.
class ReadingDatabase final : public core::Database
{
public:
    /// For a database that SqlDatabase has opened before.
    explicit ReadingDatabase(DatabaseOptions options);
    /// Waits for the job that is under way; those behind it are not run, and nobody is told.
    ~ReadingDatabase() override;
    Q_DISABLE_COPY_MOVE(ReadingDatabase)

    /// `done` is called on the reading thread.
    void submit(Work work, Done done) override;

private:
    [[nodiscard]] Result<void> run(const Work &work);

    const DatabaseOptions m_options;
    std::unique_ptr<Reader> m_reader; // The thread's.
    QThread m_thread;
    QObject m_worker;
};

} // namespace rastro::storage
