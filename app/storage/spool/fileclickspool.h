// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickspool.h"
#include "storage/spool/spoolfolder.h"

#include <QtCore/QSet>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace rastro::storage {

/// How a FileClickSpool works.
struct SpoolOptions
{
    QString folder;
    SpoolLimits limits;
    std::chrono::milliseconds pause{1000}; ///< Before a replay that came too early is tried again.
};

/// Clicks in files of a folder, written, synced and read on a thread of its own. In memory are the tokens of those that
/// wait, and what is just being written or replayed.
class FileClickSpool final : public core::ClickSpool
{
public:
    static constexpr qsizetype UnwrittenLimit = 100'000; ///< Clicks; more are refused with "spool.overloaded".

    explicit FileClickSpool(SpoolOptions options);
    ~FileClickSpool() override;
    Q_DISABLE_COPY_MOVE(FileClickSpool)

    /// Reads what an earlier process has left behind, and begins. Call it once, before anything else.
    void start();

    void append(QList<core::Arrival> arrivals, Done done) override;
    void replayTo(Replay replay) override;
    [[nodiscard]] bool holds(const QString &token) const override;
    [[nodiscard]] core::SpoolCounters counters() const override;

    /// Writes what was handed over and ends the thread: after the database has stopped. What comes later is refused.
    void stop();

private:
    struct Job
    {
        QList<core::Arrival> arrivals;
        Done done;
    };
    // The piece of a file that is with the database.
    struct Piece
    {
        QStringList tokens;
        quint64 damaged = 0;
        qint64 next = -1;
    };
    using Lock = std::unique_lock<std::mutex>;

    void readIndex();
    void serve();
    [[nodiscard]] std::vector<Job> takeJobs();
    void write(Lock &lock);
    void replayNext(Lock &lock);
    void forget(const QStringList &tokens);
    void finishReplay(Lock &lock);
    void endFile(Lock &lock);
    void cannotRead(Lock &lock, const Error &why);
    void measure();
    void rest();
    [[nodiscard]] bool mayReplay() const;

    const SpoolOptions m_options;
    SpoolFolder m_folder; ///< Of the thread alone, once it runs; and what follows.
    QString m_file;       ///< That is being replayed, from m_from.
    qint64 m_from = 0;
    bool m_isFlawed = false;    ///< Something of that file does not go into the database.
    mutable std::mutex m_mutex; // Guards all that follows.
    std::condition_variable m_wakeUp;
    std::vector<Job> m_jobs; ///< To be written.
    qsizetype m_unwritten = 0;
    QSet<QString> m_tokens;
    bool m_isEmpty = true; ///< As the log says.
    core::SpoolCounters m_counters;
    Replay m_replay;
    std::optional<Piece> m_piece;
    std::optional<Outcome> m_outcome; ///< Of the piece.
    std::chrono::steady_clock::time_point m_notBefore;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace rastro::storage
