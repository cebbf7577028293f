// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/pluginscommand.h"

#include "plugins/catalog/plugincatalog.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QLocale>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

QJsonObject toJson(const plugins::CatalogEntry &entry)
{
    const auto &manifest = entry.manifest;
    QJsonObject json{{u"id"_s, manifest.id},
                     {u"state"_s, plugins::stateName(entry.state)},
                     {u"file"_s, entry.file},
                     {u"version"_s, manifest.version},
                     {u"sdk"_s, manifest.sdk}};
    if (!entry.reason.isEmpty())
        json[u"reason"_s] = entry.reason;
    if (entry.state == plugins::CatalogEntry::Loaded) {
        json[u"kind"_s] = plugins::kindName(manifest.kind);
        json[u"settings"_s] = manifest.settings.json();
        QJsonObject title;
        for (auto text = manifest.title.begin(); text != manifest.title.end(); ++text)
            title[text.key()] = text.value();
        json[u"title"_s] = title;
    }
    return json;
}

QString titleOf(const plugins::PluginManifest &manifest)
{
    const auto language = QLocale::system().name().startsWith(u"pt"_s) ? u"pt"_s : u"en"_s;
    return manifest.title.value(language, manifest.title.value(u"en"_s));
}

void printEntry(const plugins::CatalogEntry &entry)
{
    if (entry.state == plugins::CatalogEntry::Loaded)
        print(u"%1 %2 %3 %4"_s.arg(entry.manifest.id, -12)
                  .arg(plugins::kindName(entry.manifest.kind), -9)
                  .arg(entry.manifest.version, -8)
                  .arg(titleOf(entry.manifest)));
    else
        print(u"%1 %2: %3 (%4)"_s.arg(entry.manifest.id.isEmpty() ? u"?"_s : entry.manifest.id, -12)
                  .arg(plugins::stateName(entry.state), entry.reason, entry.file));
}

} // namespace

void PluginsCommand::addTo(CLI::App &app)
{
    auto *command = create(app, "plugins", "List the plugins that are loaded, and why others are not");
    command->add_flag("--json", m_json, "Print JSON, with each plugin's settings schema");
}

int PluginsCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    plugins::PluginCatalog catalog;
    catalog.scan(options->pluginFolders);
    if (m_json) {
        QJsonArray array;
        for (const auto &entry : catalog.entries())
            array.append(toJson(entry));
        std::fputs(QJsonDocument(array).toJson().constData(), stdout);
        return Done;
    }
    if (catalog.entries().isEmpty())
        print(u"There are no plugins in %1."_s.arg(options->pluginFolders.join(u", "_s)));
    for (const auto &entry : catalog.entries())
        printEntry(entry);
    return Done;
}

} // namespace rastro::server
