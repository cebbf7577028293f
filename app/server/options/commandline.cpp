// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/options/commandline.h"

#include <QtCore/QFileInfo>
#include <QtCore/QSettings>

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

} // namespace

void CommonOptions::addTo(CLI::App &command)
{
    command.add_option("--config", m_config, "Settings file (default: rastro.ini in the data folder)")
        ->envname("RASTRO_CONFIG")
        ->type_name("FILE");
    for (auto &slot : m_slots) {
        const OptionTexts defaults;
        const auto byDefault = (defaults.*slot.text).toStdString();
        slot.option = command.add_option("--" + std::string(slot.name), slot.value,
                                         slot.help + (byDefault.empty() ? std::string() : " [" + byDefault + "]"));
        slot.option->envname(environmentName(slot.name))->type_name("");
    }
}

QString CommonOptions::iniFile(const QString &dataFolder) const
{
    return m_config.empty() ? dataFolder + u"/rastro.ini"_s : QString::fromStdString(m_config);
}

bool CommonOptions::isGiven(const QString &name) const
{
    for (const auto &slot : m_slots) {
        if (QString::fromLatin1(slot.name) == name)
            return slot.option->count() > 0;
    }
    return false;
}

Result<ServerOptions> CommonOptions::judge() const
{
    OptionTexts texts;
    for (const auto &slot : m_slots) {
        if (slot.option->count() > 0)
            texts.*slot.text = QString::fromStdString(slot.value);
    }
    const auto file = iniFile(texts.data);
    if (!m_config.empty() && !QFileInfo::exists(file))
        return failure(u"options.config"_s, u"--config: there is no file “%1”."_s.arg(file));
    const QSettings ini(file, QSettings::IniFormat);
    if (ini.status() != QSettings::NoError)
        return failure(u"options.config"_s, u"“%1” cannot be read as an ini file (name=value lines)."_s.arg(file));
    for (const auto &slot : m_slots) {
        if (const auto value = fromIni(ini, slot.name); slot.option->count() == 0 && !value.isEmpty())
            texts.*slot.text = value;
    }
    return judgeOptions(texts);
}

} // namespace rastro::server
