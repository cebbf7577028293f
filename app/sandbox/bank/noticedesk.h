// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chargebook.h"
#include "noticepost.h"

#include <rastro/clock.h>

#include <QtCore/QObject>

namespace rastro::sandbox {

/// Sends the notices that charges owe when they are due. A notice is struck off the charge's record before it is
/// posted: each is posted at most once, kills included. All references outlive it.
class NoticeDesk
{
public:
    NoticeDesk(ChargeBook &book, Clock &clock, NoticePost &post, const QByteArray &secret);

    /// Sets a timer for all that this charge owes. Call once after each change that owes something new, and once for
    /// each charge after a start.
    void schedule(const QString &chargeId);
    /// Sends at once what is due, without waiting for a turn of the event loop.
    void sendDue(const QString &chargeId);

private:
    void send(const BankCharge &charge, const OwedNotice &notice);
    [[nodiscard]] QByteArray body(const BankCharge &charge, const OwedNotice &notice) const;

    ChargeBook &m_book;
    Clock &m_clock;
    NoticePost &m_post;
    QByteArray m_secret;
    QObject m_context;
};

} // namespace rastro::sandbox
