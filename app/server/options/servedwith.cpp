// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/options/servedwith.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QSettings>
#include <array>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

struct Kept
{
    const char *name;
    QString OptionTexts::*text;
};

constexpr std::array kept{Kept{"listen", &OptionTexts::listen},
                          Kept{"public-url", &OptionTexts::publicUrl},
                          Kept{"telegram-api", &OptionTexts::telegramApi},
                          Kept{"telegram-link", &OptionTexts::telegramLink},
                          Kept{"keep-clicks-days", &OptionTexts::keepClicks},
                          Kept{"ip-storage", &OptionTexts::ipStorage},
                          Kept{"plugins", &OptionTexts::plugins},
                          Kept{"key", &OptionTexts::key}};

QString withoutSecrets(const QString &address)
{
    return QUrl(address).toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

// Where a command is run from another folder, a relative path would lead elsewhere.
QString absolute(const QString &paths)
{
    QStringList all;
    for (const QString &path : paths.split(u':', Qt::SkipEmptyParts))
        all.append(QDir::current().absoluteFilePath(path));
    return all.join(u':');
}

} // namespace

ServedWith::ServedWith(const QString &dataFolder)
    : m_file(QDir(dataFolder).filePath(u"served-with.ini"_s))
{
}

void ServedWith::note(const OptionTexts &texts) const
{
    QSettings file(m_file, QSettings::IniFormat);
    file.clear();
    for (const Kept &one : kept)
        file.setValue(QString::fromLatin1(one.name), texts.*one.text);
    file.setValue(u"plugins"_s, absolute(texts.plugins));
    file.setValue(u"key"_s, absolute(texts.key));
    if (!texts.database.startsWith(u"sqlite:"))
        file.setValue(u"database"_s, withoutSecrets(texts.database));
    file.setValue(u"redis"_s, withoutSecrets(texts.redis));
    file.sync();
    QFile::setPermissions(m_file, QFile::ReadOwner | QFile::WriteOwner);
}

OptionTexts ServedWith::complete(OptionTexts texts, const std::function<bool(const char *)> &isGiven) const
{
    for (const Kept &one : kept) {
        if (const auto value = text(one.name); !isGiven(one.name) && !value.isEmpty())
            texts.*one.text = value;
    }
    return texts;
}

QString ServedWith::text(const char *name) const
{
    return QSettings(m_file, QSettings::IniFormat).value(QString::fromLatin1(name)).toString();
}

} // namespace rastro::server
