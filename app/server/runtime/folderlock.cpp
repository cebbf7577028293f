// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/folderlock.h"

#include <QtCore/QFile>
#include <QtCore/QStringList>
#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr std::size_t mostBytes = 256;

QByteArray pathIn(const QString &folder)
{
    return QFile::encodeName(folder + u"/rastro.lock"_s);
}

// A lock of the open file and not of the process: fcntl_locking(2), "Open file description locks".
struct flock wholeFile()
{
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

// The holder's process, then its signature.
QStringList linesOf(int file)
{
    std::array<char, mostBytes> bytes;
    const auto size = ::pread(file, bytes.data(), bytes.size(), 0);
    return QString::fromUtf8(bytes.data(), std::max<qsizetype>(0, size)).split(u'\n');
}

void write(int file, const QString &signature)
{
    const auto text = QByteArray::number(qint64(::getpid())) + '\n' + signature.toUtf8() + '\n';
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, text.constData(), static_cast<std::size_t>(text.size()), 0) < 0)
        qWarning("rastro.lock cannot be written: a successor will wait until this server is taken for dead");
}

} // namespace

FolderLock::FolderLock(int file)
    : m_file(file)
    , m_lastSignature(linesOf(file).value(1))
{
}

FolderLock::~FolderLock()
{
    ::close(m_file);
}

Result<std::unique_ptr<FolderLock>> FolderLock::take(const QString &folder)
{
    const int file = ::open(pathIn(folder).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return failure(
            u"store.folder"_s,
            u"The folder “%1” cannot be written to. Let its owner run rastro, or give another with --data."_s.arg(
                folder));
    auto lock = wholeFile();
    if (::fcntl(file, F_OFD_SETLK, &lock) == 0) {
        std::unique_ptr<FolderLock> taken(new FolderLock(file));
        taken->sign(taken->lastSignature());
        return taken;
    }
    const auto process = linesOf(file).value(0);
    ::close(file);
    return failure(
        u"store.locked"_s,
        u"Another rastro (process %1) serves the data folder “%2”. Stop it, or give another folder with --data."_s.arg(
            process, folder));
}

std::optional<qint64> FolderLock::holder(const QString &folder)
{
    const int file = ::open(pathIn(folder).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return std::nullopt;
    auto lock = wholeFile();
    const bool isHeld = ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    const auto process = linesOf(file).value(0).toLongLong();
    ::close(file);
    return isHeld ? std::optional(process) : std::nullopt;
}

void FolderLock::sign(const QString &text)
{
    write(m_file, text);
}

} // namespace rastro::server
