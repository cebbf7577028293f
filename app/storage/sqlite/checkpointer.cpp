// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/checkpointer.h"

#include <QtCore/QFile>
#include <sqlite3.h>
#include <utility>

namespace rastro::storage {

namespace {

void checkpoint(sqlite3 *connection)
{
    // Busy, or a full disk: the log keeps the pages, and the next one tries again.
    sqlite3_wal_checkpoint_v2(connection, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

} // namespace

Checkpointer::Checkpointer(sqlite3 *writer, QString path)
    : m_writer(writer)
    , m_path(std::move(path))
{
    sqlite3_wal_hook(m_writer, &Checkpointer::committed, this); // Which also ends the checkpoints within commits.
}

Checkpointer::~Checkpointer()
{
    sqlite3_wal_hook(m_writer, nullptr, nullptr);
    if (m_thread.joinable()) {
        {
            const std::lock_guard lock(m_mutex);
            m_isEnding = true;
        }
        m_wakeUp.notify_one();
        m_thread.join();
    }
    sqlite3_close_v2(m_connection);
}

bool Checkpointer::start()
{
    if (m_thread.joinable())
        return true;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(QFile::encodeName(m_path).constData(), &m_connection, flags, nullptr) != SQLITE_OK) {
        sqlite3_close_v2(std::exchange(m_connection, nullptr));
        return false;
    }
    // It commits nothing itself, but what it moves must be on the disk before the log is written over.
    sqlite3_exec(m_connection, "PRAGMA synchronous=FULL", nullptr, nullptr, nullptr);
    m_thread = std::thread([this] { run(); });
    return true;
}

void Checkpointer::ask()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isDue = true;
    }
    m_wakeUp.notify_one();
}

// On the writer's thread, after each commit. `frames`: pages in the log now.
int Checkpointer::committed(void *self, sqlite3 *writer, const char *, int frames)
{
    auto *checkpointer = static_cast<Checkpointer *>(self);
    if (frames < checkpointer->m_askedAt)
        checkpointer->m_askedAt = 0; // It began anew.
    if (frames - checkpointer->m_askedAt < FramesAtOnce)
        return SQLITE_OK;
    checkpointer->m_askedAt = frames;
    // Without a connection of its own (no descriptor is left) it is done here, as SQLite would by itself.
    if (frames >= FramesInLog || !checkpointer->start())
        checkpoint(writer);
    else
        checkpointer->ask();
    return SQLITE_OK;
}

void Checkpointer::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wakeUp.wait(lock, [this] { return m_isDue || m_isEnding; });
        if (m_isEnding)
            return;
        m_isDue = false;
        lock.unlock();
        checkpoint(m_connection);
        lock.lock();
    }
}

} // namespace rastro::storage
