// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/shopstore.h"
#include "storage/shopreader.h"

namespace rastro::storage {

/// Tables `workspaces, bots, offers, redirect_pools, pool_bots, plugin_settings, public_urls, buttons`.
class SqlShopStore final : public core::ShopStore
{
public:
    explicit SqlShopStore(Connection &connection);

    [[nodiscard]] core::Shop load() override { return m_reader.read(); }
    [[nodiscard]] qint64 revision() override { return m_reader.revision(); }
    qint64 save(const core::Bot &bot) override;
    qint64 save(const core::Offer &offer) override;
    void retireOffer(qint64 botId, const QString &key) override;
    qint64 save(const core::Pool &pool) override;
    void save(const core::PluginSetting &setting) override;
    void removePlugin(const core::PluginScope &scope, const QString &pluginId) override;
    void setBotIdentity(qint64 botId, const QString &username, const QString &name) override;
    void setBotError(qint64 botId, const QString &error) override;
    void bumpRevision() override;
    void addButton(const core::Button &button) override;
    [[nodiscard]] std::optional<core::Button> button(const QString &id) override;
    [[nodiscard]] qint64 workspace(const QString &name) override;
    void setBotHealth(qint64 botId, const core::Circuit &health) override;
    void setPublicUrls(const QStringList &urls) override;
    void setPublicUrlHealth(const QString &url, const core::Circuit &health) override;

private:
    void bindBot(Statement &statement, const core::Bot &bot) const;
    void replaceBots(qint64 poolId, const QList<core::PoolBot> &bots);
    [[nodiscard]] qint64 addVersion(const core::Offer &offer, qint64 version);

    ShopSeals m_seals;
    ShopReader m_reader;
    Statement m_insertBot;
    Statement m_updateBot;
    Statement m_setBotIdentity;
    Statement m_setBotError;
    Statement m_lastOffer;
    Statement m_insertOffer;
    Statement m_retireOffer;
    Statement m_reviveOffer;
    Statement m_insertPool;
    Statement m_updatePool;
    Statement m_savePoolBot;
    Statement m_displacePoolBots;
    Statement m_removeDisplacedPoolBots;
    Statement m_savePlugin;
    Statement m_removePlugin;
    Statement m_bumpRevision;
    Statement m_addButton;
    Statement m_button;
    Statement m_workspaceByName;
    Statement m_insertWorkspace;
    Statement m_setBotHealth;
    Statement m_setPoolBotStatus;
    Statement m_displacePublicUrls;
    Statement m_savePublicUrl;
    Statement m_setPublicUrlHealth;
};

} // namespace rastro::storage
