// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/plugin.h>

#include <QtCore/QJsonObject>

namespace rastro::testing {

/// A plugin library as the host loads it: the shared object that users will run, not its sources linked into the test.
/// It is never unloaded.
class LoadedPlugin
{
public:
    /// Loads the file (RASTRO_PLUGIN_FILE in a test made by rastro_add_plugin_test). Check error() before anything
    /// else.
    explicit LoadedPlugin(const QString &file);

    /// Why the library is no plugin; empty if it is one.
    [[nodiscard]] const QString &error() const { return m_error; }
    /// What plugin.json.in became: id, kind, settings, …
    [[nodiscard]] const QJsonObject &metaData() const { return m_metaData; }
    /// Default values of the settings schema, filled with `given` on top: what BotContext::settings() would hold.
    [[nodiscard]] QJsonObject settings(const QJsonObject &given) const;
    /// Values of the secret settings among these.
    [[nodiscard]] QStringList secrets(const QJsonObject &settings) const;
    /// Makes an instance, or an error of the factory. Precondition: error() is empty.
    [[nodiscard]] Result<std::unique_ptr<PluginInstance>> create(BotContext &bot) const;

private:
    QString m_error;
    QJsonObject m_metaData;
    Plugin *m_plugin = nullptr;
};

} // namespace rastro::testing
