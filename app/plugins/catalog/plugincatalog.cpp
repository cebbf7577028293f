// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/catalog/plugincatalog.h"

#include "rastro/plugin.h"

#include <QtCore/QDir>
#include <QtCore/QLibrary>
#include <QtCore/QPluginLoader>
#include <exception>

using namespace Qt::StringLiterals;

namespace rastro::plugins {

namespace {

QFileInfoList librariesIn(const QString &folder)
{
    auto files = QDir(folder).entryInfoList(QDir::Files, QDir::Name);
    files.removeIf([](const QFileInfo &file) { return !QLibrary::isLibrary(file.fileName()); });
    return files;
}

// A plugin is never unloaded: objects and strings of its library may live anywhere.
QObject *rootObject(QPluginLoader &loader)
{
    loader.setLoadHints(QLibrary::ResolveAllSymbolsHint | QLibrary::PreventUnloadHint);
    return loader.instance();
}

void load(CatalogEntry &entry)
{
    entry.state = CatalogEntry::Failed;
    QPluginLoader loader(entry.file);
    try {
        QObject *root = rootObject(loader);
        entry.plugin = qobject_cast<Plugin *>(root);
        if (!root)
            entry.reason = u"Its library could not be loaded: %1"_s.arg(loader.errorString());
        else if (!entry.plugin)
            entry.reason = u"Its factory class lacks Q_INTERFACES(rastro::Plugin): add it and rebuild."_s;
        else
            entry.state = CatalogEntry::Loaded;
    } catch (const std::exception &error) {
        entry.reason = u"It threw an exception while it was loaded: %1."_s.arg(QString::fromUtf8(error.what()));
    } catch (...) {
        entry.reason = u"It threw an exception while it was loaded."_s;
    }
}

} // namespace

QString stateName(CatalogEntry::State state)
{
    switch (state) {
    case CatalogEntry::Refused:
        return u"refused"_s;
    case CatalogEntry::Failed:
        return u"failed"_s;
    case CatalogEntry::Loaded:
        break;
    }
    return u"loaded"_s;
}

PluginCatalog::PluginCatalog(QString hostSdk)
    : m_hostSdk(std::move(hostSdk))
{
}

QString PluginCatalog::hostSdkVersion()
{
    return QStringLiteral(RASTRO_SDK_VERSION_STRING);
}

void PluginCatalog::scan(const QStringList &folders)
{
    for (const auto &folder : folders) {
        for (const auto &file : librariesIn(folder)) {
            auto entry = judged(file.absoluteFilePath());
            if (entry.reason.isEmpty())
                load(entry);
            m_entries.append(std::move(entry));
        }
    }
}

CatalogEntry PluginCatalog::judged(const QString &file) const
{
    CatalogEntry entry;
    entry.file = file;
    const auto metaData = QPluginLoader(file).metaData();
    auto manifest = PluginManifest::judge(metaData, m_hostSdk);
    if (!manifest) {
        entry.manifest.id = metaData[u"MetaData"_s].toObject()[u"id"_s].toString();
        entry.reason = manifest.error().message;
        return entry;
    }
    entry.manifest = std::move(*manifest);
    if (const auto *first = loaded(entry.manifest.id))
        entry.reason =
            u"The id “%1” is taken by %2: remove one of the two files."_s.arg(entry.manifest.id, first->file);
    return entry;
}

const CatalogEntry *PluginCatalog::loaded(const QString &id) const
{
    for (const auto &entry : m_entries) {
        if (entry.state == CatalogEntry::Loaded && entry.manifest.id == id)
            return &entry;
    }
    return nullptr;
}

QString PluginCatalog::whyMissing(const QString &id) const
{
    for (const auto &entry : m_entries) {
        if (entry.manifest.id == id && entry.state != CatalogEntry::Loaded)
            return u"The plugin “%1” is %2. %3"_s.arg(id, stateName(entry.state), entry.reason);
    }
    QStringList known;
    for (const auto &entry : m_entries) {
        if (entry.state == CatalogEntry::Loaded)
            known.append(entry.manifest.id);
    }
    return u"There is no plugin “%1”: install it, or use one of %2."_s.arg(id, known.join(u", "_s));
}

} // namespace rastro::plugins
