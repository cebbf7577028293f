// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickstore.h"
#include "core/ports/conversionstore.h"
#include "core/ports/messagestore.h"
#include "core/ports/paymentstore.h"
#include "core/ports/salestore.h"
#include "core/ports/userstore.h"
#include "core/shop/shop.h"

#include <set>

namespace rastro::core {

/// What an explanation needs to know of the installation as it is now.
struct TraceWorld
{
    ShopPtr shop;                                ///< Null: pools and their modes are not known.
    std::optional<std::set<PluginScope>> pixels; ///< Where a pixel is enabled; none: not known.
    int clickDays = 1; ///< So long clicks that led to nobody are kept; 0: for ever. At least a day if nothing is known.
    bool keepsAddresses = true; ///< false: visitors' addresses are not stored.

    [[nodiscard]] bool hasPixel(PluginScope::Kind kind, qint64 id) const
    {
        return pixels && pixels->contains({kind, id});
    }
    [[nodiscard]] const Pool *pool(qint64 id) const { return shop ? shop->pool(id) : nullptr; }
};

/// A click as it is stored, with what its redirect noted about it.
struct ClickFacts
{
    std::optional<Click> click;
    QStringList notes; ///< What the redirect left out, in sentences.
};

/// All that is stored about one payment.
struct PaymentFacts
{
    PaymentRow row;
    SaleFacts sale;
    ClickFacts origin; ///< The attached click.
    QList<ConversionRow> conversions;
    QList<MessageRow> messages;
};

} // namespace rastro::core
