// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"
#include "storage/secretbox.h"

namespace rastro::storage {

/// A shop's secrets, each bound to the place where it lies. Opening throws StorageFailure if the value was tampered
/// with or belongs to another place or key.
class ShopSeals
{
public:
    explicit ShopSeals(const SecretBox &box)
        : m_box(box)
    {
    }

    [[nodiscard]] QByteArray sealBot(QLatin1StringView column, const core::Bot &bot, const QString &secret) const;
    [[nodiscard]] QString openBot(QLatin1StringView column, const core::Bot &bot, const QByteArray &sealed) const;

    [[nodiscard]] QByteArray sealPlugin(QLatin1StringView column, const core::PluginSetting &setting,
                                        const QByteArray &secret) const;
    [[nodiscard]] QByteArray openPlugin(QLatin1StringView column, const core::PluginSetting &setting,
                                        const QByteArray &sealed) const;

    /// Digest of a notice secret; empty for an empty one.
    [[nodiscard]] QByteArray digest(const QString &secret) const;

private:
    [[nodiscard]] QByteArray open(const SealedPlace &place, const QByteArray &sealed) const;

    const SecretBox &m_box;
};

} // namespace rastro::storage
