// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/arrival.h"
#include "rastro/result.h"

#include <QtCore/QFile>
#include <memory>

namespace rastro::storage {

/// How much a spool holds, and in which pieces.
struct SpoolLimits
{
    qint64 bytes = 256'000'000;    ///< Of all files that wait.
    qint64 bytesPerFile = 8 << 20; ///< A file that is larger is followed by another; room that is kept for one.
    int clicksAtOnce = 1000;       ///< What is read, and replayed, together.
};

/// The files of a spool, clicks-*.jsonl, oldest first by name; one process and one thread at a time. Lines are durable
/// once append() has returned; a line that a power cut has halved is known by its checksum.
class SpoolFolder
{
public:
    /// A piece of a file.
    struct Content
    {
        QList<core::Arrival> arrivals;
        quint64 damaged = 0; ///< Lines that are no clicks.
        qint64 next = -1;    ///< Where the next piece begins; -1: this was the last one.
    };

    explicit SpoolFolder(QString folder, SpoolLimits limits = {});

    /// One sync, however many they are. Errors: "spool.full", "spool.io"; nothing of it was stored then.
    [[nodiscard]] Result<void> append(const QList<core::Arrival> &arrivals);

    /// Keeps room on the disk for one file, empty and under another name, so that a full disk still takes some clicks.
    /// As far as the file system can.
    void keepSpare();

    /// Names of the files that wait, oldest first.
    [[nodiscard]] QStringList files() const;
    /// Of these files.
    [[nodiscard]] qint64 bytes() const;
    /// A piece of a file; nothing more is written to it. Errors: "spool.forbidden", "spool.unreadable".
    [[nodiscard]] Result<Content> read(const QString &file, qint64 from = 0);
    /// Only when the database has all of it.
    void remove(const QString &file);
    /// Renames it to aside-*.jsonl, which needs no room on the disk: somebody should look at it. Under its former name
    /// it is replayed again, and what the database has by then is not doubled.
    void setAside(const QString &file);
    /// Names of such files.
    [[nodiscard]] QStringList asideFiles() const;

private:
    [[nodiscard]] Result<void> openNext();
    [[nodiscard]] int openFile(const QString &path) const;
    [[nodiscard]] bool write(const QByteArray &lines);
    [[nodiscard]] QString pathOf(const QString &file) const { return m_folder + QLatin1Char('/') + file; }
    void finish(const QString &file);

    const QString m_folder;
    const SpoolLimits m_limits;
    std::unique_ptr<QFile> m_open;
    QString m_openName;
    int m_opened = 0;
};

} // namespace rastro::storage
