// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/settings/settingsschema.h"
#include "rastro/result.h"

#include <QtCore/QMap>

namespace rastro::plugins {

enum class PluginKind { Tracking, Gateway, Pixel };

/// "tracking", "gateway" or "pixel".
[[nodiscard]] QString kindName(PluginKind kind);

/// What a plugin library says about itself in its metadata, judged before any of its code is loaded. A value.
struct PluginManifest
{
    QString id; ///< [a-z][a-z0-9_-]*, unique among the loaded.
    PluginKind kind = PluginKind::Tracking;
    QString version;                    ///< Semantic: "1.2.3".
    QString sdk;                        ///< "major.minor" of the SDK that it was built against.
    QMap<QString, QString> title;       ///< By language; "en" is always there.
    QMap<QString, QString> description; ///< By language; may be empty.
    SettingsSchema settings;
    QStringList captureQuery;   ///< Query keys that the redirect must keep for it: "ttclid".
    QStringList captureCookies; ///< Cookies likewise: "_ttp".

    /// Judges what QPluginLoader::metaData() gives, for a host that speaks `hostSdk` ("1.0"). Errors, each a sentence
    /// with what to do: "plugin.not_a_plugin", "plugin.iid", "plugin.sdk", "plugin.metadata", "plugin.schema". Pure.
    [[nodiscard]] static Result<PluginManifest> judge(const QJsonObject &libraryMetaData, const QString &hostSdk);
};

} // namespace rastro::plugins
