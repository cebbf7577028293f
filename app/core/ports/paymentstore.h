// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/attribution.h"
#include "rastro/payment.h"

#include <QtCore/QList>
#include <optional>

namespace rastro::core {

/// Table `payments`. SDK's Payment plus what only the host knows.
struct PaymentRow
{
    Payment payment;
    qint64 workspaceId = 0;
    qint64 botUserId = 0;
    qint64 offerId = 0;
    QString deliver; ///< What the buyer gets, frozen from the offer version.
    QString gatewayTransactionId;
    QString pixCode;
    Micros expiresAt = 0;
    QString attribution = QStringLiteral("pending"); ///< "pending", "attached" or "organic".
    int attributionAttempts = 0;
    Micros nextAttachAt = 0;   ///< Emit paymentCreated (again) from then on, while pending.
    PaymentAttribution frozen; ///< Valid once attached or organic.
    QString externalId;        ///< The person's id for pixels, frozen with the attribution.
    QString purchaseEventId;   ///< Empty until attribution and payment are both known.
    QString deliveryToken;     ///< 32 hex digits, unguessable.
    Micros nextCheckAt = 0;    ///< 0: no check is due.
    Micros askedAt = 0;        ///< When a server last set out to ask the gateway for the charge; 0: never.
    int checks = 0;
    QString lastError;
    qint64 receivedMinor = 0;
    bool late = false;                 ///< Paid after it was expired, failed or canceled.
    Micros browserPurchaseAt = 0;      ///< When the delivery page rendered the browser's Purchase; 0: never.
    Consent consent = Consent::Absent; ///< The buyer's, frozen with the attribution.
    Micros erasedAt = 0;               ///< When what identifies the buyer was erased; 0: never.
};

class PaymentStore
{
public:
    virtual ~PaymentStore() = default;

    /// Inserts the row (its id is ignored) and returns the new id.
    [[nodiscard]] virtual qint64 insert(const PaymentRow &row) = 0;
    [[nodiscard]] virtual std::optional<PaymentRow> byId(qint64 id) = 0;
    [[nodiscard]] virtual std::optional<PaymentRow> byReference(const QString &reference) = 0;
    [[nodiscard]] virtual std::optional<PaymentRow> byGatewayId(const QString &gateway, const QString &gatewayId) = 0;
    [[nodiscard]] virtual std::optional<PaymentRow> byDeliveryToken(const QString &token) = 0;
    [[nodiscard]] virtual QList<PaymentRow> byUser(qint64 botId, qint64 telegramUserId) = 0;
    [[nodiscard]] virtual QList<PaymentRow> byToken(qint64 workspaceId, const TrackingToken &token) = 0;
    /// The newest payment of this user for this offer version that may still be paid (new … awaiting) and was made at
    /// or after `since`: pressing the button twice gives the same PIX.
    [[nodiscard]] virtual std::optional<PaymentRow> open(qint64 botId, qint64 telegramUserId, qint64 offerId,
                                                         Micros since) = 0;
    /// Writes everything that may change: status, gateway fields, attribution, event id, checks.
    virtual void update(const PaymentRow &row) = 0;
    /// Does another payment already use the click's own event id for its Purchase?
    [[nodiscard]] virtual bool isPurchaseEventIdTaken(const QString &eventId) = 0;
    /// Payments whose check is due; sets the next check to `again` so that nobody else takes them meanwhile.
    [[nodiscard]] virtual QList<PaymentRow> claimChecks(Micros now, Micros again, int limit) = 0;
    /// Payments whose attribution is pending and due; counts the attempt and sets the next emission to `again`.
    [[nodiscard]] virtual QList<PaymentRow> claimAttachments(Micros now, Micros again, int limit) = 0;
    [[nodiscard]] virtual std::optional<Micros> nextCheckDue() = 0;
    [[nodiscard]] virtual std::optional<Micros> nextAttachDue() = 0;
    /// A /start that came before the payment was answered only after it: this person's payments of that time on, as far
    /// as their attribution is pending, have `token` as the buyer's and are due for their attribution.
    virtual void adoptToken(qint64 botId, qint64 telegramUserId, const std::optional<TrackingToken> &token,
                            Micros since, Micros now) = 0;
    /// Makes open payments due for a check and pending attributions for an emission, that this node claimed last
    /// (core/desk/leases.h). What gateways told while nobody listened is asked for by this, too.
    virtual void releaseLeases(const QString &node, Micros now) = 0;
    /// Notes that the delivery page has rendered the Purchase. True the first time only.
    [[nodiscard]] virtual bool markBrowserPurchase(qint64 id, Micros at) = 0;
};

} // namespace rastro::core
