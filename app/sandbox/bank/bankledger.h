// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bankcharge.h"

#include <rastro/result.h>

namespace rastro::sandbox {

/// Where the bank's charges outlive the bank. Used from one thread; may block on a disk.
class BankLedger
{
public:
    virtual ~BankLedger() = default;

    /// All charges in the order in which they were first saved. Errors: "ledger.open", "ledger.corrupt".
    [[nodiscard]] virtual Result<QList<BankCharge>> load() = 0;
    /// Keeps this version of the charge; once it returns, a kill does not undo it. Error: "ledger.write".
    [[nodiscard]] virtual Result<void> save(const BankCharge &charge) = 0;
};

/// For tests: lasts as long as the object. A bank on an old one finds what an earlier bank saved.
class MemoryLedger : public BankLedger
{
public:
    [[nodiscard]] Result<QList<BankCharge>> load() override { return m_charges; }
    [[nodiscard]] Result<void> save(const BankCharge &charge) override
    {
        for (auto &known : m_charges) {
            if (known.id == charge.id) {
                known = charge;
                return {};
            }
        }
        m_charges.append(charge);
        return {};
    }

private:
    QList<BankCharge> m_charges;
};

} // namespace rastro::sandbox
