// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/options/commandline.h"

#include "server/options/servedwith.h"

#include <QtCore/QFileInfo>
#include <QtCore/QSettings>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

std::string environmentName(const char *option)
{
    const auto name = QString::fromLatin1(option).toUpper().replace(u'-', u'_');
    return "RASTRO_" + name.toStdString();
}

// In rastro.ini an option is written as on the command line ("public-url") or with underscores.
QString fromIni(const QSettings &ini, const char *option)
{
    const auto name = QString::fromLatin1(option);
    const auto value = ini.value(name, ini.value(QString(name).replace(u'-', u'_')));
    // QSettings makes a list of what has commas; here a comma is a comma.
    return value.typeId() == QMetaType::QStringList ? value.toStringList().join(u',') : value.toString();
}

// What most commands may have to be told.
bool isOfEveryCommand(std::string_view option)
{
    static constexpr std::array<std::string_view, 5> options{"data", "database", "redis", "plugins", "key"};
    return std::find(options.begin(), options.end(), option) != options.end();
}

} // namespace

void CommonOptions::addTo(CLI::App &command, Of whom)
{
    m_whom = whom;
    const bool serves = whom == Of::Server;
    command
        .add_option("--config", m_config,
                    std::string("Settings file (default: rastro.ini in the data folder)") +
                        (serves ? "" : "; rastro serve --help lists all settings"))
        ->envname("RASTRO_CONFIG")
        ->type_name("FILE");
    for (auto &slot : m_slots) {
        const OptionTexts defaults;
        const auto byDefault = (defaults.*slot.text).toStdString();
        slot.option = command.add_option("--" + std::string(slot.name), slot.value,
                                         slot.help + (byDefault.empty() ? std::string() : " [" + byDefault + "]"));
        slot.option->envname(environmentName(slot.name))->type_name("");
        if (!serves && !isOfEveryCommand(slot.name))
            slot.option->group(""); // taken, and not listed
    }
}

QString CommonOptions::iniFile(const QString &dataFolder) const
{
    return m_config.empty() ? dataFolder + u"/rastro.ini"_s : QString::fromStdString(m_config);
}

Result<OptionTexts> CommonOptions::texts(QStringList &given) const
{
    OptionTexts texts;
    for (const auto &slot : m_slots) {
        if (slot.option->count() == 0)
            continue;
        texts.*slot.text = QString::fromStdString(slot.value);
        given.append(QString::fromLatin1(slot.name));
    }
    const auto file = iniFile(texts.data);
    if (!m_config.empty() && !QFileInfo::exists(file))
        return failure(u"options.config"_s, u"--config: there is no file “%1”."_s.arg(file));
    const QSettings ini(file, QSettings::IniFormat);
    if (ini.status() != QSettings::NoError)
        return failure(u"options.config"_s, u"“%1” cannot be read as an ini file (name=value lines)."_s.arg(file));
    for (const auto &slot : m_slots) {
        const auto value = fromIni(ini, slot.name);
        if (slot.option->count() > 0 || value.isEmpty())
            continue;
        texts.*slot.text = value;
        given.append(QString::fromLatin1(slot.name));
    }
    return texts;
}

Result<ServerOptions> CommonOptions::judge() const
{
    QStringList given;
    const auto own = texts(given);
    if (!own)
        return tl::unexpected<Error>(own.error());
    if (m_whom == Of::Server)
        return judgeOptions(*own);
    const ServedWith served(own->data);
    const auto isGiven = [&](const char *name) { return given.contains(QLatin1StringView(name)); };
    auto options = judgeOptions(served.complete(*own, isGiven));
    if (options && !isGiven("database"))
        options->servedDatabase = served.database();
    if (options && !isGiven("redis"))
        options->servedRedis = served.redis();
    return options;
}

void CommonOptions::noteServing(const ServerOptions &running) const
{
    QStringList given;
    auto own = texts(given);
    if (!own)
        return;
    own->listen = listenText(running); // the port may be the system's choice
    ServedWith(own->data).note(*own);
}

} // namespace rastro::server
