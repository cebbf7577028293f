// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/catalog/pluginmanifest.h"

#include <QtCore/QList>

namespace rastro {
class Plugin;
}

namespace rastro::plugins {

/// A file in a plugin folder and what became of it.
struct CatalogEntry
{
    enum State {
        Refused, ///< Judged by its metadata; none of its code was loaded.
        Failed,  ///< Its metadata is good, but the library could not be loaded.
        Loaded
    };

    QString file; ///< Absolute path.
    State state = Refused;
    QString reason;           ///< For Refused and Failed: one sentence for the operator, with what to do.
    PluginManifest manifest;  ///< Refused: as far as it is right (at least the id, if the file says one).
    Plugin *plugin = nullptr; ///< Loaded only. Owned by its library, which is never unloaded.
};

/// "refused", "failed" or "loaded": for people and `rastro plugins --json`.
[[nodiscard]] QString stateName(CatalogEntry::State state);

/// The plugin libraries of this installation. Judges a library's metadata before any of its code runs, loads what is
/// right and keeps the reason of the rest. Core thread only.
class PluginCatalog
{
public:
    /// `hostSdk`: the SDK version of this host ("1.0").
    explicit PluginCatalog(QString hostSdk = hostSdkVersion());

    /// Looks through the folders in this order, each by file name; the first of two plugins with one id wins. Adds to
    /// what was found before; a folder that does not exist holds nothing.
    void scan(const QStringList &folders);

    /// All that was found, in the order of the scan.
    [[nodiscard]] const QList<CatalogEntry> &entries() const { return m_entries; }
    /// A loaded plugin; nullptr if there is none of this id. Valid until the next scan.
    [[nodiscard]] const CatalogEntry *loaded(const QString &id) const;
    /// Why there is no loaded plugin of this id, in a sentence.
    [[nodiscard]] QString whyMissing(const QString &id) const;

    /// The version of the SDK that this host was built with.
    [[nodiscard]] static QString hostSdkVersion();

private:
    [[nodiscard]] CatalogEntry judged(const QString &file) const;

    QString m_hostSdk;
    QList<CatalogEntry> m_entries;
};

} // namespace rastro::plugins
