// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/pluginroster.h"
#include "core/ports/unitofwork.h"
#include "core/ports/wording.h"

#include <QtCore/QUrl>

namespace rastro::core {

/// The one payment state machine, as functions of a transaction. Nothing else writes a payment's status. Reports of a
/// lower rank are noted in the trail and change nothing; Paid never goes back.
class PaymentBook
{
public:
    PaymentBook(UnitOfWork &uow, const PluginRoster &roster, const Wording &wording, QUrl publicUrl, Micros now);

    /// New becomes Creating: committed before the gateway is asked.
    void beginCreation(PaymentRow &row);
    /// The gateway does not know the charge that it was asked for at `askedAt`: committed before it is asked once more.
    /// Nothing happens if it was asked again since, or is not to be asked any more.
    void beginAgain(PaymentRow &row, Micros askedAt);
    /// The gateway made the charge: Awaiting, and the PIX message.
    void chargeMade(PaymentRow &row, const Charge &charge);
    /// The gateway surely refused, or the outcome is not known, or it was not reached (then it is tried again).
    /// `askedAt`: of the request that failed.
    void creationFailed(PaymentRow &row, const Error &error, Micros askedAt);
    /// What a query with our own credential saw.
    void reported(PaymentRow &row, const ChargeSnapshot &snapshot);
    /// The query failed; look again by plan.
    void queryFailed(PaymentRow &row, const Error &error);
    /// The status before the last call, for paymentChanged.
    [[nodiscard]] PaymentStatus before() const { return m_before; }

private:
    bool moveTo(PaymentRow &row, PaymentStatus status, const QString &step, const QString &text,
                const QJsonObject &detail = {});
    void pay(PaymentRow &row, const ChargeSnapshot &snapshot);
    void deliver(const PaymentRow &row);
    void tell(const PaymentRow &row, const QString &keyPrefix, const QString &purpose,
              const std::function<MessageRow(const BotUser &)> &compose);
    void expireIfDue(PaymentRow &row);
    /// Sets the next check, not before `pause` has passed, and stores the row.
    void plan(PaymentRow &row, std::chrono::microseconds pause = {});
    void note(const PaymentRow &row, const QString &step, const QString &text, const QJsonObject &detail = {});

    UnitOfWork &m_uow;
    const PluginRoster &m_roster;
    const Wording &m_wording;
    QUrl m_publicUrl;
    Micros m_now;
    PaymentStatus m_before = PaymentStatus::New;
};

} // namespace rastro::core
