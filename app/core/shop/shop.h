// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/circuit.h"
#include "core/ports/conversionstore.h"
#include "rastro/money.h"

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <memory>
#include <optional>

namespace rastro::core {

struct Bot
{
    qint64 id = 0;
    qint64 workspaceId = 0;
    QString key;
    QString token;         ///< In the clear; sealed at rest.
    QString tokenSource;   ///< How the shop file named it: {"env": NAME}, {"file": PATH} or empty (given as is).
    qint64 telegramId = 0; ///< Digits before ':' of the token.
    QString username;      ///< From getMe; needed for t.me links. Empty: not known yet.
    QString name;
    QString updates = QStringLiteral("polling"); ///< "polling" or "webhook".
    QString routeId;                             ///< Path of its webhook; unrelated to its token.
    QString webhookSecret;                       ///< Sealed at rest.
    QString welcome;
    bool active = true;
    QString lastError;
    Circuit health; ///< As the server that runs the bot last stored it.
};

/// One version of an offer. Immutable: an edit makes a new version.
struct Offer
{
    qint64 id = 0;
    qint64 botId = 0;
    QString key;
    int version = 1;
    QString title;
    Money price;
    QString deliver;
    bool current = true;
};

struct PoolBot
{
    qint64 botId = 0;
    int weight = 1;
    int priority = 0;
    bool enabled = true;
    QString status = QStringLiteral("online"); ///< "online", or "offline" while the bot's circuit is not closed.
    qint64 totalRedirects = 0;                 ///< People who were sent to it from this pool. A learnt fact.
};

struct Pool
{
    qint64 id = 0;
    qint64 workspaceId = 0;
    QString slug;
    QString name;
    QString strategy = QStringLiteral("round_robin");
    QString mode = QStringLiteral("bridge"); ///< "bridge" or "direct".
    bool active = true;
    QString fallbackUrl;
    bool sticky = false; ///< Returning visitors are led to the bot that they were led to before.
    QList<PoolBot> bots;
    qint64 totalRedirects = 0; ///< People who came and were sent to a bot. A learnt fact.
    qint64 totalUnserved = 0;  ///< People who came when no bot could take them. A learnt fact.

    [[nodiscard]] bool isSticky() const { return sticky || strategy == QLatin1StringView("sticky"); }
};

/// One of the addresses under which the outside reaches the installation.
struct PublicUrl
{
    QString url;        ///< Without a slash at the end.
    bool inShop = true; ///< Named by the shop file; else known from the server's options.
    Circuit health;     ///< As the server last found it.
};

struct PluginSetting
{
    PluginScope scope;
    QString pluginId;
    QJsonObject settings;      ///< As given, secrets in the clear (sealed at rest).
    QJsonObject secretSources; ///< Setting name -> {"env": NAME} or {"file": PATH}, for export.
    QString noticeSecret;      ///< Unguessable part of /pay/<gateway>/<secret>; unique in the installation.
};

/// All that an operator configures, as one immutable value. Threads share it by shared_ptr; a change makes a new one.
struct Shop
{
    qint64 revision = 0;
    QList<Bot> bots;
    QList<Offer> offers; ///< All versions that were ever sold or are current.
    QList<Pool> pools;
    QList<PluginSetting> plugins;
    QList<PublicUrl> publicUrls; ///< Those of the shop file first, in its order.

    [[nodiscard]] const Bot *bot(qint64 id) const;
    [[nodiscard]] const Bot *botByKey(qint64 workspaceId, const QString &key) const;
    [[nodiscard]] const Bot *botByRoute(const QString &routeId) const;
    [[nodiscard]] const Pool *poolBySlug(const QString &slug) const;
    [[nodiscard]] const Pool *pool(qint64 id) const;
    [[nodiscard]] QList<Offer> currentOffers(qint64 botId) const;
    [[nodiscard]] const PluginSetting *plugin(const PluginScope &scope, const QString &pluginId) const;
    [[nodiscard]] const PluginSetting *pluginByNoticeSecret(const QString &gateway, const QString &secret) const;
};

using ShopPtr = std::shared_ptr<const Shop>;

} // namespace rastro::core
