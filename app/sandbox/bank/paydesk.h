// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bankanswer.h"
#include "banksettings.h"
#include "behaviourbook.h"
#include "chargebook.h"
#include "noticedesk.h"

namespace rastro::sandbox {

/// Where money comes in: the payer's side of the bank. All references outlive it.
class PayDesk
{
public:
    PayDesk(ChargeBook &book, const BehaviourBook &behaviours, NoticeDesk &notices, const Clock &clock,
            const BankSettings &settings);

    /// POST /sandbox/pay: pays the charge of a copy-and-paste code. 200 with the charge; 400 for what is no BR Code,
    /// 404 for a code that is not of this bank, 409 if it is paid, 410 if it has expired.
    [[nodiscard]] BankAnswer pay(const QByteArray &pasted);

    /// Enters a payment into `charge` and what notices it leads to; saves nothing.
    void receive(BankCharge &charge) const;

private:
    [[nodiscard]] BankAnswer payCharge(BankCharge charge);

    ChargeBook &m_book;
    const BehaviourBook &m_behaviours;
    NoticeDesk &m_notices;
    const Clock &m_clock;
    const BankSettings &m_settings;
};

} // namespace rastro::sandbox
