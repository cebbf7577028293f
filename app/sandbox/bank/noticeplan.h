// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bankbehaviour.h"
#include "bankcharge.h"

namespace rastro::sandbox {

/// Adds to `charge` the notices that a payment at `now` leads to: delayed, copied, lost, forged or out of order as the
/// behaviour says.
void oweNoticesOfPayment(BankCharge &charge, const BankBehaviour &behaviour, Micros now);

/// Adds the notices that claim a new, unpaid charge were paid.
void oweFalseClaims(BankCharge &charge, const BankBehaviour &behaviour, Micros now);

/// Adds the notice of a refund.
void oweNoticeOfRefund(BankCharge &charge, Micros now);

} // namespace rastro::sandbox
