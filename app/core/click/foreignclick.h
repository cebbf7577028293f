// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/addressstorage.h"
#include "core/shop/shop.h"
#include "rastro/click.h"

#include <QtCore/QMap>

namespace rastro::core {

/// A click as it lies outside of the database, under a key that the origin platform also uses. Its pool is known there
/// by other names than here.
struct ForeignClick
{
    Click click;            ///< Without pool and bot, unless Rastro wrote it.
    qint64 workspaceId = 0; ///< Of a click that Rastro wrote.
    QString slug;           ///< Of the pool, from the landing address; may be empty.
    qint64 poolNumber = 0;  ///< The origin platform's id of the pool; 0: not known.
    QString pixelId;        ///< The Meta pixel of the pool; may be empty.
    bool isOwn = false;     ///< Rastro wrote it, so it was in the database then.
};

/// Slugs of pools by the origin platform's ids, as an operator names them.
using PoolNames = QMap<qint64, QString>;

/// The click as it is to be stored in this workspace: with the pool that the operator named for the origin platform's
/// id, else that of the slug, else the only one with this pixel; else none, which says: no pool is known. The bot is
/// known only of a click that Rastro wrote here. Of the address remains what is stored of one.
[[nodiscard]] Click adopted(const ForeignClick &foreign, const Shop &shop, qint64 workspaceId, AddressStorage addresses,
                            const PoolNames &names = {});

} // namespace rastro::core
