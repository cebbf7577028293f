// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/spool/spoolfolder.h"

#include "storage/spool/spoolline.h"

#include <QtCore/QDateTime>
#include <QtCore/QDebug>
#include <QtCore/QDir>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr qint64 longestLine = 1 << 20; // A captured click has at most some 100 kB (core/click/capture.h).

const auto waitingFiles = u"clicks-*.jsonl"_s;
const auto spareFile = u"spare"_s;

Error spoolError(QString code, QString message)
{
    return {std::move(code), std::move(message), ErrorClass::Retry, {}, false};
}

Error cannotWrite(const QString &path)
{
    return spoolError(
        u"spool.io"_s,
        u"The spool of clicks cannot be written: %1: %2. Make room, or give the folder to Rastro's user."_s.arg(
            path, QString::fromLocal8Bit(std::strerror(errno))));
}

// A new name is durable only with its folder.
bool syncFolder(const QString &folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool synced = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return synced;
}

bool makeFolder(const QString &folder)
{
    return QDir().mkpath(folder) &&
           QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

// Of any length: what is too long for a click is given by its beginning, which no checksum fits.
QByteArray readLine(QFile &file)
{
    auto line = file.readLine(longestLine);
    for (auto piece = line; !piece.isEmpty() && !piece.endsWith('\n');)
        piece = file.readLine(longestLine);
    return line;
}

} // namespace

SpoolFolder::SpoolFolder(QString folder, SpoolLimits limits)
    : m_folder(std::move(folder))
    , m_limits(limits)
{
}

Result<void> SpoolFolder::append(const QList<core::Arrival> &arrivals)
{
    QByteArray lines;
    for (const auto &arrival : arrivals)
        lines += spoolLine(arrival);
    if (bytes() + lines.size() > m_limits.bytes)
        return tl::unexpected<Error>(
            spoolError(u"spool.full"_s, u"The spool of clicks is full (%1 MB). Bring the database back, or raise "
                                        "--spool-limit."_s.arg(m_limits.bytes / 1'000'000)));
    if (!m_open || m_open->size() >= m_limits.bytesPerFile) {
        if (const auto opened = openNext(); !opened)
            return opened;
    }
    if (!write(lines)) {
        const auto error = cannotWrite(pathOf(m_openName));
        m_open.reset(); // The next ones do not stand behind half a line.
        return tl::unexpected<Error>(error);
    }
    return {};
}

Result<void> SpoolFolder::openNext()
{
    m_open.reset();
    if (!makeFolder(m_folder))
        return tl::unexpected<Error>(cannotWrite(m_folder));
    m_openName = u"clicks-%1-%2-%3.jsonl"_s.arg(QDateTime::currentMSecsSinceEpoch(), 15, 10, QChar(u'0'))
                     .arg(++m_opened, 6, 10, QChar(u'0'))
                     .arg(::getpid());
    const auto path = pathOf(m_openName);
    const int descriptor = openFile(path);
    if (descriptor < 0)
        return tl::unexpected<Error>(cannotWrite(path));
    m_open = std::make_unique<QFile>();
    if (!m_open->open(descriptor, QFile::WriteOnly | QFile::Unbuffered, QFile::AutoCloseHandle) ||
        !syncFolder(m_folder)) {
        m_open.reset();
        return tl::unexpected<Error>(cannotWrite(path));
    }
    keepSpare();
    return {};
}

// The spare one, whose room is reserved, under its new name; or a new one.
int SpoolFolder::openFile(const QString &path) const
{
    const auto name = QFile::encodeName(path);
    const int isNew =
        ::rename(QFile::encodeName(pathOf(spareFile)).constData(), name.constData()) == 0 ? 0 : O_CREAT | O_EXCL;
    return ::open(name.constData(), O_WRONLY | O_APPEND | O_CLOEXEC | isNew, 0600);
}

void SpoolFolder::keepSpare()
{
    const auto spare = pathOf(spareFile);
    if (QFile::exists(spare) || !makeFolder(m_folder))
        return;
    const int descriptor = ::open(QFile::encodeName(spare).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return;
    const bool isReserved = ::fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, m_limits.bytesPerFile) == 0;
    ::close(descriptor);
    if (!isReserved)
        QFile::remove(spare);
}

// What did not become durable as a whole is taken back: its visitors are told that it is lost.
bool SpoolFolder::write(const QByteArray &lines)
{
    const auto before = m_open->size();
    const auto written = m_open->write(lines);
    if (written == lines.size() && ::fdatasync(m_open->handle()) == 0)
        return true;
    const int why = errno;
    if (::ftruncate(m_open->handle(), before) != 0)
        qWarning("The end of a file of the spool could not be taken back.");
    errno = why;
    return false;
}

QStringList SpoolFolder::files() const
{
    return QDir(m_folder).entryList({waitingFiles}, QDir::Files, QDir::Name);
}

QStringList SpoolFolder::asideFiles() const
{
    return QDir(m_folder).entryList({u"aside-*.jsonl"_s}, QDir::Files, QDir::Name);
}

qint64 SpoolFolder::bytes() const
{
    qint64 bytes = 0;
    const auto infos = QDir(m_folder).entryInfoList({waitingFiles}, QDir::Files);
    for (const auto &info : infos)
        bytes += info.size();
    return bytes;
}

Result<SpoolFolder::Content> SpoolFolder::read(const QString &file, qint64 from)
{
    finish(file);
    Content content;
    QFile lines(pathOf(file));
    const bool isOpen = lines.open(QFile::ReadOnly) && lines.seek(from);
    while (isOpen && content.arrivals.size() < m_limits.clicksAtOnce && !lines.atEnd()) {
        auto line = readLine(lines);
        const bool isWhole = line.endsWith('\n');
        line.chop(isWhole ? 1 : 0);
        auto arrival = isWhole ? readSpoolLine(line) : std::nullopt;
        if (arrival)
            content.arrivals.append(*std::move(arrival));
        else
            ++content.damaged;
        if (lines.error() != QFile::NoError)
            break;
    }
    if (!isOpen || lines.error() != QFile::NoError)
        return tl::unexpected<Error>(
            spoolError(lines.error() == QFile::OpenError ? u"spool.forbidden"_s : u"spool.unreadable"_s,
                       u"The spool of clicks cannot be read: %1: %2. Give it to Rastro's user."_s.arg(
                           lines.fileName(), lines.errorString())));
    content.next = lines.atEnd() ? -1 : lines.pos();
    return content;
}

void SpoolFolder::remove(const QString &file)
{
    finish(file);
    QFile::remove(pathOf(file));
}

void SpoolFolder::setAside(const QString &file)
{
    finish(file);
    const auto aside = u"aside-"_s + file.section(u'-', 1);
    QFile::rename(pathOf(file), pathOf(aside));
    syncFolder(m_folder);
}

// Nothing more is written to it.
void SpoolFolder::finish(const QString &file)
{
    if (file == m_openName)
        m_open.reset();
}

} // namespace rastro::storage
