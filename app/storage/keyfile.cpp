// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/keyfile.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

QString systemError()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

tl::unexpected<Error> unusable(const QString &path, const QString &why)
{
    return failure(u"secrets.file"_s,
                   u"The key file %1 can be neither read nor made (%2). Check its folder and owner."_s.arg(path, why));
}

// The name must outlast a power cut: rows sealed with this key will.
bool syncFolder(const QString &path)
{
    const int folder = ::open(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    const bool synced = ::fsync(folder) == 0;
    ::close(folder);
    return synced;
}

// Written whole under another name and then linked, so that a crash leaves no half key and two processes agree on one.
Result<void> makeKeyFile(const QString &path)
{
    QByteArray key(SecretBox::keySize, Qt::Uninitialized);
    randombytes_buf(key.data(), key.size());
    const auto draft = QFile::encodeName(u"%1.%2"_s.arg(path).arg(::getpid()));
    const int file = ::open(draft.constData(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0)
        return unusable(path, systemError());
    const bool written = ::write(file, key.constData(), key.size()) == key.size() && ::fsync(file) == 0;
    auto why = systemError();
    ::close(file);
    const bool linked =
        written && (::link(draft.constData(), QFile::encodeName(path).constData()) == 0 || errno == EEXIST);
    if (written && !linked)
        why = systemError();
    ::unlink(draft.constData());
    if (!linked)
        return unusable(path, why);
    if (!syncFolder(path))
        return unusable(path, systemError());
    return {};
}

// systemd hands a credential over in a folder that only the service may enter, and lets the service read it by an
// access list, which looks like a group's right (systemd.exec(5), LoadCredential=).
bool isCredential(const QString &path)
{
    const auto folder = qEnvironmentVariable("CREDENTIALS_DIRECTORY");
    return !folder.isEmpty() && QFileInfo(path).absolutePath() == QDir::cleanPath(folder);
}

} // namespace

Result<SecretBox> openKeyFile(const QString &path)
{
    if (sodium_init() < 0)
        return failure(u"secrets.broken"_s, u"libsodium cannot start on this machine: no source of randomness."_s);
    if (!QFileInfo::exists(path)) {
        if (auto made = makeKeyFile(path); !made)
            return tl::unexpected(made.error());
    }
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if (!isCredential(path) && QFile::permissions(path) & others)
        return failure(u"secrets.exposed"_s,
                       u"Others on this machine may read the key file %1. Run: chmod 600 %1"_s.arg(path));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unusable(path, file.errorString());
    const auto key = file.read(SecretBox::keySize + 1);
    if (key.size() != SecretBox::keySize)
        return failure(u"secrets.key"_s,
                       u"The key file %1 is damaged: it has %2 bytes instead of 32. Restore it from a "
                       "backup; without it the stored secrets cannot be opened."_s.arg(path)
                           .arg(file.size()));
    return SecretBox::withKey(key);
}

Result<SecretBox> keyFromText(const QByteArray &text)
{
    const auto digits = text.trimmed();
    const auto key = QByteArray::fromHex(digits);
    if (digits.size() != 2 * SecretBox::keySize || key.toHex() != digits.toLower())
        return failure(u"secrets.key"_s, u"The key is not 64 hex digits. Make one with: openssl rand -hex 32"_s);
    return SecretBox::withKey(key);
}

} // namespace rastro::storage
