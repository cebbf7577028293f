// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/catalog/pluginmanifest.h"

#include "rastro/plugin.h"

#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>
#include <QtCore/QVersionNumber>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace rastro::plugins {

namespace {

using Fault = std::optional<QString>;

constexpr std::array kinds{
    std::pair{PluginKind::Tracking, u"tracking"},
    std::pair{PluginKind::Gateway, u"gateway"},
    std::pair{PluginKind::Pixel, u"pixel"},
};

bool matches(const QString &text, const QString &pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

Fault readIdentity(const QJsonObject &json, PluginManifest &manifest)
{
    manifest.id = json[u"id"_s].toString();
    if (!matches(manifest.id, u"[a-z][a-z0-9_-]*"_s) || manifest.id.size() > 64)
        return u"its “id” must be a lower-case word such as “my-gateway”"_s;
    manifest.version = json[u"version"_s].toString();
    if (!matches(manifest.version,
                 u"(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?"_s))
        return u"its “version” must look like 1.2.3; give project() one"_s;
    for (const auto &[kind, name] : kinds) {
        if (json[u"kind"_s].toString() == name) {
            manifest.kind = kind;
            return std::nullopt;
        }
    }
    return u"its “kind” must be tracking, gateway or pixel"_s;
}

Fault readTexts(const QJsonValue &json, const QString &key, QMap<QString, QString> &texts)
{
    if (!json.isObject())
        return u"its “%1” must be an object with a text for “en” (and one for “pt”)"_s.arg(key);
    const auto object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        texts[it.key()] = it.value().toString();
    if (texts.value(u"en"_s).isEmpty())
        return u"its “%1” lacks a text for “en”"_s.arg(key);
    return std::nullopt;
}

Fault readNames(const QJsonValue &json, const QString &key, QStringList &names)
{
    if (!json.isUndefined() && !json.isArray())
        return u"its “captures.%1” must be a list of names"_s.arg(key);
    for (const auto &value : json.toArray()) {
        const auto name = value.toString();
        if (!matches(name, u"[A-Za-z0-9_.-]{1,64}"_s))
            return u"its “captures.%1” must hold names of letters, digits, _, . and -"_s.arg(key);
        names.append(name);
    }
    return std::nullopt;
}

Fault readCaptures(const QJsonValue &json, PluginManifest &manifest)
{
    if (json.isUndefined())
        return std::nullopt;
    if (!json.isObject())
        return u"its “captures” must be an object with the lists “query” and “cookies”"_s;
    if (auto fault = readNames(json[u"query"_s], u"query"_s, manifest.captureQuery))
        return fault;
    if (auto fault = readNames(json[u"cookies"_s], u"cookies"_s, manifest.captureCookies))
        return fault;
    if (manifest.kind != PluginKind::Pixel && !(manifest.captureQuery + manifest.captureCookies).isEmpty())
        return u"only a pixel may have “captures”"_s;
    return std::nullopt;
}

Fault readAll(const QJsonObject &json, PluginManifest &manifest)
{
    if (auto fault = readIdentity(json, manifest))
        return fault;
    if (auto fault = readTexts(json[u"title"_s], u"title"_s, manifest.title))
        return fault;
    if (json.contains(u"description"_s)) {
        if (auto fault = readTexts(json[u"description"_s], u"description"_s, manifest.description))
            return fault;
    }
    return readCaptures(json[u"captures"_s], manifest);
}

Fault judgeSdk(const QString &sdk, const QString &hostSdk)
{
    if (!matches(sdk, u"\\d+\\.\\d+"_s))
        return u"Its metadata must say with which SDK it was built (“sdk”: \"%1\"): rebuild it with rastro_add_plugin()."_s
            .arg(hostSdk);
    const auto plugin = QVersionNumber::fromString(sdk);
    const auto host = QVersionNumber::fromString(hostSdk);
    if (plugin.majorVersion() != host.majorVersion())
        return u"It was built for SDK %1 and this Rastro speaks SDK %2: rebuild it with the SDK of this Rastro."_s.arg(
            sdk, hostSdk);
    if (plugin.minorVersion() > host.minorVersion())
        return u"It was built for SDK %1, newer than the %2 of this Rastro: update Rastro, or rebuild the plugin with SDK %2."_s
            .arg(sdk, hostSdk);
    return std::nullopt;
}

Fault judgeInterface(const QString &iid)
{
    const auto ours = QString::fromLatin1(RastroPlugin_iid);
    if (iid == ours)
        return std::nullopt;
    const auto family = ours.section(u'/', 0, 0) + u'/';
    if (iid.startsWith(family))
        return u"It is a plugin for SDK %1 and this Rastro speaks SDK %2: rebuild it with the SDK of this Rastro."_s
            .arg(iid.mid(family.size()), ours.mid(family.size()));
    return u"It is a plugin for another program (its interface is “%1”, not “%2”): remove it from this folder."_s.arg(
        iid, ours);
}

} // namespace

QString kindName(PluginKind kind)
{
    for (const auto &[value, name] : kinds) {
        if (value == kind)
            return QString::fromUtf16(name);
    }
    Q_UNREACHABLE();
}

Result<PluginManifest> PluginManifest::judge(const QJsonObject &libraryMetaData, const QString &hostSdk)
{
    if (libraryMetaData.isEmpty())
        return failure(u"plugin.not_a_plugin"_s, u"It is not a Qt plugin: remove it from this folder."_s);
    if (const auto fault = judgeInterface(libraryMetaData[u"IID"_s].toString()))
        return failure(u"plugin.iid"_s, *fault);
    const auto json = libraryMetaData[u"MetaData"_s].toObject();
    if (const auto fault = judgeSdk(json[u"sdk"_s].toString(), hostSdk))
        return failure(u"plugin.sdk"_s, *fault);

    PluginManifest manifest;
    manifest.sdk = json[u"sdk"_s].toString();
    if (const auto fault = readAll(json, manifest))
        return failure(u"plugin.metadata"_s, u"Its metadata is wrong: %1 (plugin.json.in)."_s.arg(*fault));
    if (json.contains(u"settings"_s)) {
        auto settings = SettingsSchema::parse(json[u"settings"_s].toObject());
        if (!settings)
            return failure(settings.error().code, u"Its settings schema is wrong: "_s + settings.error().message);
        manifest.settings = std::move(*settings);
    }
    return manifest;
}

} // namespace rastro::plugins
