// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/testing/loadedplugin.h"

#include <QtCore/QPluginLoader>

using namespace Qt::StringLiterals;

namespace rastro::testing {

namespace {

QJsonObject filled(const QJsonObject &schema, QJsonObject given)
{
    const auto properties = schema[u"properties"_s].toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        const auto property = it.value().toObject();
        if (!given.contains(it.key()) && property.contains(u"default"_s))
            given[it.key()] = property[u"default"_s];
        if (given[it.key()].isObject())
            given[it.key()] = filled(property, given[it.key()].toObject());
    }
    return given;
}

QStringList secretsOf(const QJsonObject &schema, const QJsonObject &settings)
{
    QStringList secrets;
    const auto properties = schema[u"properties"_s].toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        const auto property = it.value().toObject();
        if (property[u"secret"_s].toBool() && !settings[it.key()].toString().isEmpty())
            secrets.append(settings[it.key()].toString());
        secrets += secretsOf(property, settings[it.key()].toObject());
    }
    return secrets;
}

} // namespace

LoadedPlugin::LoadedPlugin(const QString &file)
{
    QPluginLoader loader(file);
    loader.setLoadHints(QLibrary::ResolveAllSymbolsHint | QLibrary::PreventUnloadHint);
    m_metaData = loader.metaData()[u"MetaData"_s].toObject();
    m_plugin = qobject_cast<Plugin *>(loader.instance());
    if (!m_plugin)
        m_error = u"%1 is not a Rastro plugin: %2"_s.arg(file, loader.errorString());
}

QJsonObject LoadedPlugin::settings(const QJsonObject &given) const
{
    return filled(m_metaData[u"settings"_s].toObject(), given);
}

QStringList LoadedPlugin::secrets(const QJsonObject &settings) const
{
    return secretsOf(m_metaData[u"settings"_s].toObject(), settings);
}

Result<std::unique_ptr<PluginInstance>> LoadedPlugin::create(BotContext &bot) const
{
    return m_plugin->create(bot);
}

} // namespace rastro::testing
