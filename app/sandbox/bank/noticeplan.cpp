// SPDX-License-Identifier: GPL-3.0-or-later
#include "noticeplan.h"

#include "randomid.h"

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

void owe(BankCharge &charge, NoticeKind kind, Micros dueAt, bool forged, int copies)
{
    if (charge.noticeUrl.isEmpty())
        return;
    const auto eventId = u"evt_"_s + randomHex(24);
    for (int copy = 0; copy < copies; ++copy)
        charge.owed.append({charge.noticesOwed++, eventId, kind, dueAt, forged});
}

} // namespace

void oweNoticesOfPayment(BankCharge &charge, const BankBehaviour &behaviour, Micros now)
{
    if (behaviour.noticeLost)
        return;
    const auto dueAt = now + behaviour.noticeDelayMs * 1000;
    owe(charge, NoticeKind::Paid, dueAt, behaviour.noticeForged, behaviour.noticeCopies);
    if (behaviour.noticeOutOfOrder)
        owe(charge, NoticeKind::Awaiting, dueAt, behaviour.noticeForged, behaviour.noticeCopies);
}

void oweFalseClaims(BankCharge &charge, const BankBehaviour &behaviour, Micros now)
{
    owe(charge, NoticeKind::Paid, now, false, behaviour.unpaidClaims);
    owe(charge, NoticeKind::Paid, now, true, behaviour.forgedClaims);
}

void oweNoticeOfRefund(BankCharge &charge, Micros now)
{
    owe(charge, NoticeKind::Refunded, now, false, 1);
}

} // namespace rastro::sandbox
