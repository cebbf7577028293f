// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <sys/mount.h>

namespace rastro::test {

/// A file system of a few megabytes in memory, gone with this object. Only root gets one.
class SmallDisk
{
public:
    explicit SmallDisk(int megabytes)
        : m_isMounted(::mount("none", qPrintable(m_place.path()), "tmpfs", MS_NOSUID | MS_NODEV,
                              qPrintable(QStringLiteral("mode=0700,size=%1m").arg(megabytes))) == 0)
    {
    }
    ~SmallDisk()
    {
        if (m_isMounted)
            ::umount2(qPrintable(m_place.path()), MNT_DETACH);
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)

    [[nodiscard]] bool isMounted() const { return m_isMounted; }
    [[nodiscard]] QString path() const { return m_place.path(); }

    /// Takes all the room that is left.
    void fill()
    {
        constexpr qsizetype block = 4096;
        QFile file(filler());
        if (!file.open(QFile::WriteOnly | QFile::Append | QFile::Unbuffered))
            qFatal("the disk cannot be filled");
        while (file.write(QByteArray(block, 'x')) > 0) {
        }
    }
    /// Gives it back.
    void makeRoom() { QFile::remove(filler()); }

private:
    [[nodiscard]] QString filler() const { return m_place.filePath(QStringLiteral("filler")); }

    QTemporaryDir m_place;
    const bool m_isMounted;
};

} // namespace rastro::test
