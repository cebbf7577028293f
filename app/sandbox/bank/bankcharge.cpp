// SPDX-License-Identifier: GPL-3.0-or-later
#include "bankcharge.h"

#include <QtCore/QJsonArray>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

constexpr std::array kindNames{
    std::pair{NoticeKind::Paid, u"charge.paid"},
    std::pair{NoticeKind::Awaiting, u"charge.awaiting"},
    std::pair{NoticeKind::Refunded, u"charge.refunded"},
};

QJsonObject moneyJson(const Money &money)
{
    return {{u"minor"_s, money.minor}, {u"currency"_s, money.currency}};
}

Money moneyOf(const QJsonValue &value)
{
    return {value[u"minor"].toInteger(), value[u"currency"].toString()};
}

QJsonArray refundsJson(const QList<BankRefund> &refunds)
{
    QJsonArray list;
    for (const auto &refund : refunds)
        list.append(
            QJsonObject{{u"refund_id"_s, refund.refundId}, {u"minor"_s, refund.minor}, {u"at_us"_s, refund.at}});
    return list;
}

QList<BankRefund> refundsOf(const QJsonArray &list)
{
    QList<BankRefund> refunds;
    for (const auto &value : list)
        refunds.append({value[u"refund_id"].toString(), value[u"minor"].toInteger(), value[u"at_us"].toInteger()});
    return refunds;
}

QJsonArray owedJson(const QList<OwedNotice> &notices)
{
    QJsonArray list;
    for (const auto &notice : notices)
        list.append(QJsonObject{{u"number"_s, notice.number},
                                {u"event_id"_s, notice.eventId},
                                {u"kind"_s, noticeKindName(notice.kind)},
                                {u"due_us"_s, notice.dueAt},
                                {u"forged"_s, notice.forged}});
    return list;
}

QList<OwedNotice> owedOf(const QJsonArray &list)
{
    QList<OwedNotice> notices;
    for (const auto &value : list)
        notices.append({value[u"number"].toInt(), value[u"event_id"].toString(),
                        noticeKindFromName(value[u"kind"].toString()).value_or(NoticeKind::Paid),
                        value[u"due_us"].toInteger(), value[u"forged"].toBool()});
    return notices;
}

} // namespace

QString noticeKindName(NoticeKind kind)
{
    for (const auto &[value, name] : kindNames) {
        if (value == kind)
            return QString::fromUtf16(name);
    }
    Q_UNREACHABLE();
}

std::optional<NoticeKind> noticeKindFromName(QStringView name)
{
    for (const auto &[value, text] : kindNames) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

PaymentStatus BankCharge::statusAt(Micros now) const
{
    if (isPaid())
        return PaymentStatus::Paid;
    return now >= expiresAt ? PaymentStatus::Expired : PaymentStatus::Awaiting;
}

qint64 BankCharge::refundedMinor() const
{
    qint64 sum = 0;
    for (const auto &refund : refunds)
        sum += refund.minor;
    return sum;
}

QJsonObject BankCharge::toWire(Micros now) const
{
    QJsonObject wire{{u"id"_s, id},
                     {u"reference"_s, reference},
                     {u"status"_s, statusName(statusAt(now))},
                     {u"amount"_s, moneyJson(amount)},
                     {u"description"_s, description},
                     {u"pix_code"_s, pixCode},
                     {u"created_at_ms"_s, createdAt / 1000},
                     {u"expires_at_ms"_s, expiresAt / 1000},
                     {u"refunded_minor"_s, refundedMinor()}};
    if (isPaid()) {
        wire.insert(u"received"_s, moneyJson(received));
        wire.insert(u"end_to_end_id"_s, endToEndId);
        wire.insert(u"paid_at_ms"_s, paidAt / 1000);
    }
    return wire;
}

QJsonObject BankCharge::toRecord() const
{
    return {{u"id"_s, id},
            {u"reference"_s, reference},
            {u"amount"_s, moneyJson(amount)},
            {u"description"_s, description},
            {u"pix_code"_s, pixCode},
            {u"notice_url"_s, noticeUrl.toString(QUrl::FullyEncoded)},
            {u"created_us"_s, createdAt},
            {u"expires_us"_s, expiresAt},
            {u"paid_us"_s, paidAt},
            {u"received"_s, moneyJson(received)},
            {u"end_to_end_id"_s, endToEndId},
            {u"refunds"_s, refundsJson(refunds)},
            {u"owed"_s, owedJson(owed)},
            {u"create_calls"_s, createCalls},
            {u"notices_owed"_s, noticesOwed},
            {u"notices_sent"_s, noticesSent}};
}

std::optional<BankCharge> BankCharge::fromRecord(const QJsonObject &record)
{
    BankCharge charge;
    charge.id = record[u"id"].toString();
    charge.reference = record[u"reference"].toString();
    charge.amount = moneyOf(record[u"amount"]);
    charge.description = record[u"description"].toString();
    charge.pixCode = record[u"pix_code"].toString();
    charge.noticeUrl = QUrl(record[u"notice_url"].toString(), QUrl::StrictMode);
    charge.createdAt = record[u"created_us"].toInteger();
    charge.expiresAt = record[u"expires_us"].toInteger();
    charge.paidAt = record[u"paid_us"].toInteger();
    charge.received = moneyOf(record[u"received"]);
    charge.endToEndId = record[u"end_to_end_id"].toString();
    charge.refunds = refundsOf(record[u"refunds"].toArray());
    charge.owed = owedOf(record[u"owed"].toArray());
    charge.createCalls = record[u"create_calls"].toInt();
    charge.noticesOwed = record[u"notices_owed"].toInt();
    charge.noticesSent = record[u"notices_sent"].toInt();
    if (charge.id.isEmpty() || charge.reference.isEmpty() || charge.pixCode.isEmpty() || charge.createdAt == 0)
        return std::nullopt;
    return charge;
}

} // namespace rastro::sandbox
