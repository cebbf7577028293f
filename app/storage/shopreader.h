// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"
#include "storage/shopseals.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Reads the whole shop, secrets opened.
class ShopReader
{
public:
    explicit ShopReader(Connection &connection);

    [[nodiscard]] core::Shop read();
    [[nodiscard]] qint64 revision();

private:
    [[nodiscard]] core::Bot readBot(const Row &row) const;
    [[nodiscard]] core::PluginSetting readPlugin(const Row &row) const;
    [[nodiscard]] QList<core::Pool> readPools();

    ShopSeals m_seals;
    Statement m_revision;
    Statement m_bots;
    Statement m_offers;
    Statement m_pools;
    Statement m_poolBots;
    Statement m_plugins;
    Statement m_publicUrls;
};

/// One row of `offers`.
[[nodiscard]] core::Offer readOffer(const Row &row);

} // namespace rastro::storage
