// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"
#include "rastro/money.h"
#include "rastro/payment.h"

#include <QtCore/QList>
#include <QtCore/QUrl>

namespace rastro {

/// What the host asks a gateway to charge.
struct ChargeRequest
{
    QString reference; ///< Payment::reference: our id at the gateway and the idempotency key. Stable over retries.
    Money amount;
    QString description;  ///< For the payer.
    Micros expiresAt = 0; ///< When the shop stops waiting.
    QUrl noticeUrl;       ///< Where the gateway should post its notices.
};

/// A charge that exists at the gateway.
struct Charge
{
    QString gatewayId;    ///< The gateway's own id.
    QString pixCode;      ///< Copy-and-paste code (BR Code).
    Micros expiresAt = 0; ///< The real expiry, as the gateway says it; 0 if it says none.
};

/// Which charge is meant. Either may be empty, not both.
struct ChargeReference
{
    QString gatewayId;
    QString reference;
};

/// A charge as the gateway sees it now.
struct ChargeSnapshot
{
    bool exists = true; ///< False: the gateway knows no such charge.
    PaymentStatus status = PaymentStatus::Awaiting;
    Charge charge;      ///< Filled as far as the gateway tells.
    Money received;     ///< Sum of what was received.
    QString endToEndId; ///< Of the first Pix received; empty if none.
    Micros paidAt = 0;
};

/// What a refund asks. `refundId` is the idempotency key.
struct RefundRequest
{
    QString gatewayId;
    QString refundId;
    Money amount;
};

struct Refund
{
    QString refundId;
    bool settled = false; ///< False: still in process at the gateway.
};

/// A gateway's notice as it arrived: parsed by a pure function, so that it can be replayed.
struct Notice
{
    QByteArray body;                                  ///< The raw bytes.
    QList<std::pair<QByteArray, QByteArray>> headers; ///< Names in lower case.
    QByteArray query;                                 ///< Raw query string.
};

/// What a notice claims. A hint, never proof: the host queries the charge with our own credential.
struct NoticeHint
{
    QString eventId;                ///< The gateway's id of the notice; empty: the host uses a hash of the body.
    QList<ChargeReference> charges; ///< The charges it is about; empty for a test post.
};

/// What a gateway can do: judged against its behaviour by the contract suite.
struct GatewayCapabilities
{
    QString currency = QStringLiteral("BRL");
    qint64 minimumMinor = 1;
    qint64 maximumMinor = 0;        ///< 0: no limit known.
    bool idempotentCreate = false;  ///< Repeating createCharge with the same reference gives the same charge.
    bool lookupByReference = false; ///< fetchCharge works with our reference alone: a lost create can be recovered.
    bool refunds = false;
    QString mandatoryNotice; ///< A text the seller must show before payment; empty: none.
};

} // namespace rastro
