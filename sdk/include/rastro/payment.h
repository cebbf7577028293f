// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"
#include "rastro/money.h"
#include "rastro/trackingtoken.h"

#include <QtCore/QMetaType>

namespace rastro {

/// The life of a charge, by rank: a later report of a lower rank is logged, never applied; Paid never goes back.
enum class PaymentStatus {
    New,      ///< The row exists, nothing was asked of the gateway.
    Creating, ///< The gateway is being asked.
    Unknown,  ///< Asked, and the outcome is not known: a query decides, never age.
    Awaiting, ///< The charge exists and waits to be paid.
    Failed,   ///< The gateway surely refused. Money seen later still makes it Paid.
    Expired,  ///< By our clock. Money seen later still makes it Paid.
    Canceled, ///< By us or the gateway. Money seen later still makes it Paid.
    Paid      ///< Money was seen by a query with our own credential.
};

/// 0 New, 1 Creating, 2 Unknown, 3 Awaiting, 4 Failed/Expired/Canceled, 5 Paid.
[[nodiscard]] RASTRO_SDK_EXPORT int paymentRank(PaymentStatus status);
/// May a payment go from one status to another? Among equals of rank 4 the first stays.
[[nodiscard]] RASTRO_SDK_EXPORT bool mayFollow(PaymentStatus from, PaymentStatus to);
/// "new", "creating", … : the form that is stored and printed.
[[nodiscard]] RASTRO_SDK_EXPORT QString statusName(PaymentStatus status);
[[nodiscard]] RASTRO_SDK_EXPORT std::optional<PaymentStatus> statusFromName(QStringView name);

/// A payment as plugins see it.
struct Payment
{
    qint64 id = 0;
    QString reference; ///< Unguessable, [0-9a-f]{32}: what gateways and outsiders know it by.
    qint64 botId = 0;
    qint64 telegramUserId = 0;
    QString productKey;   ///< Key of the offer.
    QString productTitle; ///< Title of the offer version that was sold.
    Money amount;
    PaymentStatus status = PaymentStatus::New;
    QString gateway;                        ///< Id of the gateway plugin.
    std::optional<TrackingToken> userToken; ///< bot_users.tracking_session_id when the payment was made.
    std::optional<TrackingToken> token;     ///< Frozen on the payment; none while pending or organic.
    Micros createdAt = 0;
    Micros paidAt = 0; ///< 0: not paid.
};

} // namespace rastro

Q_DECLARE_METATYPE(rastro::Payment)
Q_DECLARE_METATYPE(rastro::PaymentStatus)
