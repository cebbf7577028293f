// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/consent.h"
#include "rastro/money.h"
#include "rastro/result.h"

#include <functional>
#include <optional>

namespace rastro::core {

/// The browser's half of a Purchase.
struct BrowserPurchase
{
    QString eventId;    ///< That of the server's Purchase: they are one event to the pixel.
    QString externalId; ///< Raw, as in ConversionEvent::externalId; the page hashes it.
    Money value;
    QString contentId;
    QString contentName;
    QString orderId;
    Consent consent = Consent::Absent; ///< The buyer's. Where it was denied there is no BrowserPurchase.
};

/// What the delivery page shows.
struct OpenedDelivery
{
    QString title;       ///< The product's.
    QString deliver;     ///< Where it is: a link, or text to show.
    QString language;    ///< The buyer's, as Telegram said it ("pt-br"); used when the browser names none.
    QString botUsername; ///< To go back to the chat; may be empty.
    qint64 poolId = 0;   ///< Of the click; 0: organic.
    qint64 botId = 0;
    std::optional<BrowserPurchase> purchase; ///< Only in the one answer that may render it.
};

/// Opens deliveries of paid sales.
class Deliveries
{
public:
    /// Nothing: unknown, expired or withdrawn; the page does not say which.
    using Done = std::function<void(const Result<std::optional<OpenedDelivery>> &)>;

    virtual ~Deliveries() = default;

    /// `token` is the delivery's (32 hex digits, but do not rely on it). With `mayReport`, the first call ever for a
    /// sale gives the purchase and records, durably and before `done`, that it was given; no later call gives it again.
    /// Without (a link preview, a prefetch, HEAD) it is never given and nothing is recorded. Thread-safe, does not
    /// block; `done` is called exactly once, on any thread.
    virtual void open(const QString &token, bool mayReport, Done done) = 0;
};

} // namespace rastro::core
