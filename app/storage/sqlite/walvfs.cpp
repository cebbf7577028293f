// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/walvfs.h"

#include <sqlite3.h>
#include <vector>

namespace rastro::storage {

namespace {

// In one call. SQLite's layer for Unix takes the lower 17 bits of a size for all of it (os_unix.c, seekAndWriteFd).
constexpr std::size_t mostBytes = 120 * 1024;

sqlite3_vfs *systemVfs()
{
    return sqlite3_vfs_find(nullptr);
}

// A log. What SQLite asks for comes as plain functions with this struct as the first argument.
struct Log
{
    sqlite3_file base;
    sqlite3_file *file;       // The system's, in the memory behind this struct.
    std::vector<char> *bytes; // Written, but not yet given to the system, from `offset` on.
    sqlite3_int64 offset;
};

Log &logOf(sqlite3_file *file)
{
    return *reinterpret_cast<Log *>(file);
}

int flush(Log &log)
{
    if (log.bytes->empty())
        return SQLITE_OK;
    const int code =
        log.file->pMethods->xWrite(log.file, log.bytes->data(), static_cast<int>(log.bytes->size()), log.offset);
    log.bytes->clear();
    return code;
}

int closeLog(sqlite3_file *file)
{
    Log &log = logOf(file);
    const int flushed = flush(log);
    const int closed = log.file->pMethods->xClose(log.file);
    delete log.bytes;
    return flushed == SQLITE_OK ? closed : flushed;
}

int writeLog(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
    Log &log = logOf(file);
    const auto end = log.offset + static_cast<sqlite3_int64>(log.bytes->size());
    if (offset != end || log.bytes->size() + static_cast<std::size_t>(size) > mostBytes) {
        if (const int code = flush(log); code != SQLITE_OK)
            return code;
    }
    if (log.bytes->empty())
        log.offset = offset;
    const auto *bytes = static_cast<const char *>(data);
    log.bytes->insert(log.bytes->end(), bytes, bytes + size);
    return SQLITE_OK;
}

// Everything else is the system's, once it has what was written.
template <class Ask>
int afterFlush(sqlite3_file *file, Ask ask)
{
    Log &log = logOf(file);
    const int code = flush(log);
    return code == SQLITE_OK ? ask(log.file) : code;
}

int readLog(sqlite3_file *file, void *data, int size, sqlite3_int64 offset)
{
    return afterFlush(file, [=](sqlite3_file *log) { return log->pMethods->xRead(log, data, size, offset); });
}

int truncateLog(sqlite3_file *file, sqlite3_int64 size)
{
    return afterFlush(file, [=](sqlite3_file *log) { return log->pMethods->xTruncate(log, size); });
}

int syncLog(sqlite3_file *file, int flags)
{
    return afterFlush(file, [=](sqlite3_file *log) { return log->pMethods->xSync(log, flags); });
}

int sizeOfLog(sqlite3_file *file, sqlite3_int64 *size)
{
    return afterFlush(file, [=](sqlite3_file *log) { return log->pMethods->xFileSize(log, size); });
}

int lockLog(sqlite3_file *file, int level)
{
    return afterFlush(file, [=](sqlite3_file *log) { return log->pMethods->xLock(log, level); });
}

int unlockLog(sqlite3_file *file, int level)
{
    return afterFlush(file, [=](sqlite3_file *log) { return log->pMethods->xUnlock(log, level); });
}

int isLogReserved(sqlite3_file *file, int *is)
{
    return afterFlush(file, [=](sqlite3_file *log) { return log->pMethods->xCheckReservedLock(log, is); });
}

int controlLog(sqlite3_file *file, int operation, void *argument)
{
    return afterFlush(file, [=](sqlite3_file *log) { return log->pMethods->xFileControl(log, operation, argument); });
}

int sectorOfLog(sqlite3_file *file)
{
    Log &log = logOf(file);
    return log.file->pMethods->xSectorSize(log.file);
}

int traitsOfLog(sqlite3_file *file)
{
    Log &log = logOf(file);
    return log.file->pMethods->xDeviceCharacteristics(log.file);
}

// Version 1: a log is never mapped, nor has it shared memory.
constexpr sqlite3_io_methods logMethods{.iVersion = 1,
                                        .xClose = closeLog,
                                        .xRead = readLog,
                                        .xWrite = writeLog,
                                        .xTruncate = truncateLog,
                                        .xSync = syncLog,
                                        .xFileSize = sizeOfLog,
                                        .xLock = lockLog,
                                        .xUnlock = unlockLog,
                                        .xCheckReservedLock = isLogReserved,
                                        .xFileControl = controlLog,
                                        .xSectorSize = sectorOfLog,
                                        .xDeviceCharacteristics = traitsOfLog,
                                        .xShmMap = nullptr,
                                        .xShmLock = nullptr,
                                        .xShmBarrier = nullptr,
                                        .xShmUnmap = nullptr,
                                        .xFetch = nullptr,
                                        .xUnfetch = nullptr};

int openFile(sqlite3_vfs *, const char *path, sqlite3_file *file, int flags, int *given)
{
    auto *system = systemVfs();
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return system->xOpen(system, path, file, flags, given);
    file->pMethods = nullptr; // Until it is open: SQLite closes what has methods.
    Log &log = logOf(file);
    log.file = reinterpret_cast<sqlite3_file *>(&log + 1);
    if (const int code = system->xOpen(system, path, log.file, flags, given); code != SQLITE_OK)
        return code;
    log.bytes = new std::vector<char>; // Deleted by closeLog().
    log.offset = 0;
    log.base.pMethods = &logMethods;
    return SQLITE_OK;
}

sqlite3_vfs makeVfs()
{
    sqlite3_vfs vfs = *systemVfs();
    vfs.szOsFile += static_cast<int>(sizeof(Log));
    vfs.zName = "rastro";
    vfs.pNext = nullptr;
    vfs.xOpen = openFile;
    return vfs;
}

} // namespace

const char *walVfs()
{
    static sqlite3_vfs vfs = makeVfs();
    static const int registered = sqlite3_vfs_register(&vfs, 0);
    return registered == SQLITE_OK ? vfs.zName : nullptr;
}

} // namespace rastro::storage
