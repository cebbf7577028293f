// SPDX-License-Identifier: GPL-3.0-or-later
#include "noticedesk.h"

#include "noticesignature.h"

#include <QtCore/QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

constexpr auto forgersSecret = "a forger's guess at the secret";

QString claimedStatus(NoticeKind kind)
{
    return statusName(kind == NoticeKind::Awaiting ? PaymentStatus::Awaiting : PaymentStatus::Paid);
}

} // namespace

NoticeDesk::NoticeDesk(ChargeBook &book, Clock &clock, NoticePost &post, const QByteArray &secret)
    : m_book(book)
    , m_clock(clock)
    , m_post(post)
    , m_secret(secret)
{
}

void NoticeDesk::schedule(const QString &chargeId)
{
    const auto *charge = m_book.byId(chargeId);
    if (!charge)
        return;
    for (const auto &notice : charge->owed) {
        const auto wait = std::max<Micros>(notice.dueAt - m_clock.now(), 0);
        m_clock.after(std::chrono::milliseconds((wait + 999) / 1000), &m_context,
                      [this, chargeId] { sendDue(chargeId); });
    }
}

void NoticeDesk::sendDue(const QString &chargeId)
{
    const auto *found = m_book.byId(chargeId);
    if (!found)
        return;
    auto charge = *found;
    const auto now = m_clock.now();
    const auto firstLater = std::stable_partition(charge.owed.begin(), charge.owed.end(),
                                                  [now](const OwedNotice &notice) { return notice.dueAt <= now; });
    const QList<OwedNotice> due(charge.owed.begin(), firstLater);
    if (due.isEmpty())
        return;
    charge.owed.erase(charge.owed.begin(), firstLater);
    charge.noticesSent += static_cast<int>(due.size());
    if (!m_book.put(charge))
        return; // Still owed, and found again after a start.
    for (const auto &notice : due)
        send(charge, notice);
}

void NoticeDesk::send(const BankCharge &charge, const OwedNotice &notice)
{
    const auto content = body(charge, notice);
    const auto signature =
        signNotice(notice.forged ? QByteArray(forgersSecret) : m_secret, m_clock.nowSeconds(), content);
    m_post.post(charge.noticeUrl, {{"content-type"_ba, "application/json"_ba}, {signatureHeader, signature}}, content);
}

QByteArray NoticeDesk::body(const BankCharge &charge, const OwedNotice &notice) const
{
    const QJsonObject claim{{u"id"_s, charge.id},
                            {u"reference"_s, charge.reference},
                            {u"status"_s, claimedStatus(notice.kind)},
                            {u"amount"_s, charge.toWire(m_clock.now())[u"amount"]}};
    const QJsonObject json{{u"id"_s, notice.eventId}, {u"event"_s, noticeKindName(notice.kind)}, {u"charge"_s, claim}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace rastro::sandbox
