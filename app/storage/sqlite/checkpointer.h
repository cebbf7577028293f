// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <condition_variable>
#include <mutex>
#include <thread>

struct sqlite3;

namespace rastro::storage {

/// Moves pages from the write-ahead log into the database on a thread and a connection of its own, so that no commit
/// waits for it: PRAGMA wal_checkpoint(PASSIVE), https://www.sqlite.org/wal.html. The log begins anew when all of it
/// was moved, which under load the writer sees to: what is left is little then.
class Checkpointer
{
public:
    /// New pages in the log that are worth a checkpoint: 2 MiB. What is left of them at the end of the log is moved on
    /// the writer's thread: the fewer, the shorter everybody waits then.
    static constexpr int FramesAtOnce = 512;
    /// A log of more pages (32 MiB) is to be brought to its end.
    static constexpr int FramesInLog = 8192;

    /// `writer`: the connection that commits; on its thread. It must outlive this object. Thread and connection come
    /// with the first checkpoint: most commands never write so much.
    Checkpointer(sqlite3 *writer, QString path);
    ~Checkpointer();
    Q_DISABLE_COPY_MOVE(Checkpointer)

private:
    static int committed(void *self, sqlite3 *writer, const char *schema, int frames);
    [[nodiscard]] bool start();
    void ask();
    void run();

    sqlite3 *m_writer;
    const QString m_path;
    sqlite3 *m_connection = nullptr;
    std::mutex m_mutex; // Guards the next two.
    bool m_isDue = false;
    bool m_isEnding = false;
    std::condition_variable m_wakeUp;
    int m_askedAt = 0; // Pages in the log when a checkpoint was asked for; the writer's thread.
    std::thread m_thread;
};

} // namespace rastro::storage
