// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/clock.h>
#include <rastro/money.h>
#include <rastro/payment.h>

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QUrl>
#include <optional>

namespace rastro::sandbox {

/// What a notice claims.
enum class NoticeKind {
    Paid,     ///< "charge.paid"
    Awaiting, ///< "charge.awaiting": stale, when it is sent after a Paid.
    Refunded  ///< "charge.refunded"
};

/// A notice that the bank still has to send. It is part of the charge's record, so that a kill does not lose it.
struct OwedNotice
{
    int number = 0;  ///< Running number within the charge.
    QString eventId; ///< Copies of one notice have the same.
    NoticeKind kind = NoticeKind::Paid;
    Micros dueAt = 0;
    bool forged = false; ///< Signed with a wrong secret.

    friend bool operator==(const OwedNotice &, const OwedNotice &) = default;
};

/// Money given back.
struct BankRefund
{
    QString refundId; ///< The caller's id: idempotency key within the charge.
    qint64 minor = 0;
    Micros at = 0;

    friend bool operator==(const BankRefund &, const BankRefund &) = default;
};

/// One charge of the sandbox bank, with all that the bank must remember of it.
struct BankCharge
{
    QString id;        ///< The bank's own id and the txid: 32 hex digits, also the end of the code's location.
    QString reference; ///< The caller's id.
    Money amount;
    QString description;
    QString pixCode; ///< BR Code.
    QUrl noticeUrl;  ///< Empty: this charge has no notices.
    Micros createdAt = 0;
    Micros expiresAt = 0;
    Micros paidAt = 0; ///< 0: not paid.
    Money received;    ///< What the payer sent: may differ from `amount`, on demand.
    QString endToEndId;
    QList<BankRefund> refunds;
    QList<OwedNotice> owed;
    int createCalls = 1; ///< How often a create asked for it.
    int noticesOwed = 0; ///< Ever planned: the next OwedNotice::number.
    int noticesSent = 0;

    [[nodiscard]] bool isPaid() const { return paidAt != 0; }
    [[nodiscard]] PaymentStatus statusAt(Micros now) const;
    [[nodiscard]] qint64 refundedMinor() const;

    /// As the bank's API shows it; documented in plugins/gateways/sandbox/README.md.
    [[nodiscard]] QJsonObject toWire(Micros now) const;
    /// As a ledger keeps it: everything.
    [[nodiscard]] QJsonObject toRecord() const;
    /// Nothing if the record is not whole.
    [[nodiscard]] static std::optional<BankCharge> fromRecord(const QJsonObject &record);

    friend bool operator==(const BankCharge &, const BankCharge &) = default;
};

/// "charge.paid" and so on.
[[nodiscard]] QString noticeKindName(NoticeKind kind);
[[nodiscard]] std::optional<NoticeKind> noticeKindFromName(QStringView name);

} // namespace rastro::sandbox
