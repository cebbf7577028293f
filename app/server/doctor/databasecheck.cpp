// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/databasecheck.h"

#include <QtCore/QFileInfo>
#include <QtCore/QLocale>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr qint64 megabyte = 1024 * 1024;
constexpr qint64 scarce = 1024 * megabyte;
constexpr qint64 nearlyNone = 128 * megabyte;
// SQLite writes the log back at 4 MB; so large a one says that something keeps it from doing so.
constexpr qint64 largeLog = 256 * megabyte;

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1);
}

// By the file system that the folder is on, whether or not the table of mounts names it, as it does not in a chroot.
std::optional<qint64> freeBytesOf(const QString &folder)
{
    std::error_code error;
    const auto space = std::filesystem::space(QFile::encodeName(folder).toStdString(), error);
    return error ? std::nullopt : std::optional(static_cast<qint64>(space.available));
}

Finding checkDisk(qint64 freeBytes)
{
    const auto subject = u"database"_s;
    const auto text = u"%1 are free on its disk."_s.arg(sizeText(freeBytes));
    if (freeBytes >= scarce)
        return {Finding::Well, u"database.disk"_s, subject, text, {}};
    return {
        freeBytes < nearlyNone ? Finding::Trouble : Finding::Warning, u"database.disk"_s, subject, text,
        u"Make room: on a full disk people are still sent to the bot and their clicks wait in the spool, but the bot "
        u"answers nobody and sells nothing."_s};
}

Finding checkIntegrity(const std::optional<QString> &integrity)
{
    const auto subject = u"database"_s;
    if (!integrity)
        return {Finding::Well,
                u"database.integrity"_s,
                subject,
                u"Open, its schema is up to date, and the key fits. Not read through: rastro doctor --deep does."_s,
                {}};
    if (*integrity == u"ok")
        return {Finding::Well,
                u"database.integrity"_s,
                subject,
                u"Open, read through without a fault, its schema is up to date, and the key fits."_s,
                {}};
    return {Finding::Trouble, u"database.integrity"_s, subject, u"It is damaged: "_s + *integrity,
            u"Stop the server, keep a copy of the folder, and restore a backup; then look at the disk."_s};
}

} // namespace

DatabaseFacts readDatabaseFacts(const ServerOptions &options)
{
    DatabaseFacts facts;
    const auto scheme = u"sqlite:"_s;
    if (options.databaseUrl.startsWith(scheme)) {
        const auto path = options.databaseUrl.mid(scheme.size());
        facts.isFile = true;
        facts.fileBytes = QFileInfo(path).size();
        facts.logBytes = QFileInfo(path + u"-wal"_s).size();
        facts.freeBytes = freeBytesOf(QFileInfo(path).absolutePath());
    }
    const QFileInfo key(options.keyFile);
    constexpr auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
    facts.keyIsOpen = key.exists() && (key.permissions() & others);
    return facts;
}

QList<Finding> checkDatabase(const DatabaseFacts &facts)
{
    QList<Finding> findings{checkIntegrity(facts.integrity)};
    if (facts.isFile) {
        if (facts.freeBytes)
            findings.append(checkDisk(*facts.freeBytes));
        if (facts.logBytes > largeLog)
            findings.append(
                {Finding::Warning, u"database.log"_s, u"database"_s,
                 u"Its write-ahead log has grown to %1."_s.arg(sizeText(facts.logBytes)),
                 u"Something reads the database without end: close shells and backups that have it open."_s});
    }
    if (facts.keyIsOpen)
        findings.append({Finding::Warning, u"key.permissions"_s, u"key"_s, u"Others than its owner may read the key."_s,
                         u"chmod 600 rastro.key"_s});
    return findings;
}

} // namespace rastro::server
