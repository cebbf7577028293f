// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"
#include "plugins/catalog/plugincatalog.h"
#include "server/shopfile/secretsource.h"

namespace rastro::server {

/// A plugin as the shop file has it: valid by the plugin's own schema, secrets resolved.
struct DocumentPlugin
{
    QString id;
    QJsonObject settings;
    QJsonObject secretSources; ///< Setting -> {"env": …} or {"file": …}.
};

struct DocumentBot
{
    core::Bot bot;             ///< Without ids.
    QList<core::Offer> offers; ///< Without ids and versions.
    QList<DocumentPlugin> plugins;
};

struct DocumentPool
{
    core::Pool pool; ///< Without ids; its bots are in botKeys, in the same order.
    QStringList botKeys;
    QList<DocumentPlugin> plugins;
};

/// A shop file, read and judged as a whole: nothing of it is applied unless all of it is right.
struct ShopDocument
{
    QList<DocumentBot> bots;
    QList<DocumentPool> pools;
    std::optional<QStringList> publicUrls; ///< None: the file does not speak of them.

    /// Errors ("shop.syntax" with line and column, "shop.invalid" with the path in the document) say what to do.
    [[nodiscard]] static Result<ShopDocument> parse(const QByteArray &json, const plugins::PluginCatalog &catalog,
                                                    const AskForSecret &ask);
    /// The JSON Schema of the file, as resources/shop.schema.json has it.
    [[nodiscard]] static QJsonObject schema();
    /// A JSON document that is built in: "shop.schema.json", "demo-shop.json".
    [[nodiscard]] static QJsonObject resource(const QString &name);
};

} // namespace rastro::server
