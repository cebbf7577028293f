// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/attribution.h"
#include "rastro/money.h"

#include <QtCore/QList>
#include <optional>

namespace rastro::core {

/// A payment together with what is known of how its buyer came: view `sale_facts`.
struct SaleFacts
{
    qint64 paymentId = 0;
    QString reference;
    qint64 botId = 0;
    qint64 telegramUserId = 0;
    qint64 poolId = 0; ///< Of the attached click; 0: none.
    Money amount;
    QString utmSource;
    QString utmCampaign;
    Micros createdAt = 0;
    Micros paidAt = 0;                      ///< 0: not paid.
    QString attribution;                    ///< "pending", "attached" or "organic".
    QString attributionText;                ///< The tracking plugin's sentence.
    QString rule;                           ///< Rule that bound the attached token to the buyer; empty: not known.
    std::optional<TrackingToken> userToken; ///< The buyer's token when the payment was made.
    std::optional<TrackingToken> token;     ///< The attached one.
    bool started = false; ///< Is a /start of the buyer before the payment known? The next three are of the newest one
                          ///< that carried a parameter, else of the newest one.
    QString startParameter;
    QString startText;
    Micros startedAt = 0;
    Micros boundLaterAt = 0;     ///< When the buyer was first bound to a click after the payment was made; 0: never.
    bool boundElsewhere = false; ///< Has the same person a token on another bot of the workspace?
};

/// Sales of a period, a page at a time.
struct SalesPage
{
    qint64 workspaceId = 0;
    qint64 botId = 0;   ///< 0: all.
    qint64 poolId = 0;  ///< 0: all, and those without a pool.
    Micros afterAt = 0; ///< Paid after this, or at it with a greater payment id than `afterId`.
    qint64 afterId = 0;
    Micros until = 0; ///< Paid before this.
    int limit = 0;
};

class SaleStore
{
public:
    virtual ~SaleStore() = default;

    /// Paid sales in the order of (paidAt, paymentId).
    [[nodiscard]] virtual QList<SaleFacts> paid(const SalesPage &page) = 0;
    /// One payment, paid or not.
    [[nodiscard]] virtual std::optional<SaleFacts> byPayment(qint64 paymentId) = 0;
    /// How a person came to a bot, without a payment: only what is said of starts and other bots is filled in.
    [[nodiscard]] virtual std::optional<SaleFacts> wayOf(qint64 botId, qint64 telegramUserId) = 0;
};

} // namespace rastro::core
