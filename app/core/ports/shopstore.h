// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"

namespace rastro::core {

/// A button that was sent: an opaque id in front of an offer version or a payment, for one person on one bot.
struct Button
{
    QString id; ///< What travels in callback_data; unguessable, <= 64 bytes.
    qint64 botId = 0;
    qint64 telegramUserId = 0;
    QString action; ///< "buy" or "check".
    qint64 offerId = 0;
    qint64 paymentId = 0;
    Micros createdAt = 0;
};

/// Tables `bots, offers, redirect_pools, pool_bots, plugin_settings, public_urls, buttons`.
class ShopStore
{
public:
    virtual ~ShopStore() = default;

    [[nodiscard]] virtual Shop load() = 0;
    /// Shop::revision, without reading all of it.
    [[nodiscard]] virtual qint64 revision() = 0;
    /// Inserts (id 0) or updates; returns the id.
    virtual qint64 save(const Bot &bot) = 0;
    /// Makes `offer` the current version of (bot, key): the same content changes nothing, other content is a new
    /// version.
    virtual qint64 save(const Offer &offer) = 0;
    /// The offer is no longer sold; its versions stay for those who bought it.
    virtual void retireOffer(qint64 botId, const QString &key) = 0;
    /// Inserts or updates the pool and replaces its bots (their counters stay).
    virtual qint64 save(const Pool &pool) = 0;
    virtual void save(const PluginSetting &setting) = 0;
    virtual void removePlugin(const PluginScope &scope, const QString &pluginId) = 0;
    /// What getMe said. Learnt facts, not configuration.
    virtual void setBotIdentity(qint64 botId, const QString &username, const QString &name) = 0;
    virtual void setBotError(qint64 botId, const QString &error) = 0;
    /// What is known of a bot's health; its places in pools are online while its circuit is closed. A learnt fact.
    virtual void setBotHealth(qint64 botId, const Circuit &health) = 0;
    /// Makes these the addresses that the shop file names, in this order.
    virtual void setPublicUrls(const QStringList &urls) = 0;
    /// What is known of an address's health, whoever named it. A learnt fact.
    virtual void setPublicUrlHealth(const QString &url, const Circuit &health) = 0;
    /// Grows with every save; nodes compare it to see that something changed.
    virtual void bumpRevision() = 0;

    virtual void addButton(const Button &button) = 0;
    [[nodiscard]] virtual std::optional<Button> button(const QString &id) = 0;

    /// Workspace of an installation by its name, made if it is not there.
    [[nodiscard]] virtual qint64 workspace(const QString &name) = 0;
};

} // namespace rastro::core
