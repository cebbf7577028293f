// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bankledger.h"

#include <QtCore/QHash>
#include <QtCore/QStringList>

namespace rastro::sandbox {

/// The bank's charges: in memory for reading, in the ledger for good. `ledger` outlives it.
class ChargeBook
{
public:
    explicit ChargeBook(BankLedger &ledger);

    /// Reads the ledger. Errors: those of BankLedger::load().
    [[nodiscard]] Result<void> open();
    /// Saves, then shows. On an error nothing has changed.
    [[nodiscard]] Result<void> put(const BankCharge &charge);

    /// Valid until the next put(); nullptr if there is none.
    [[nodiscard]] const BankCharge *byId(const QString &id) const;
    /// In the order of their creation; more than one only for a bank that is not idempotent.
    [[nodiscard]] QList<BankCharge> byReference(const QString &reference) const;
    [[nodiscard]] QList<BankCharge> all() const;

private:
    void show(const BankCharge &charge);

    BankLedger &m_ledger;
    QHash<QString, BankCharge> m_charges;
    QHash<QString, QStringList> m_idsOfReference;
    QStringList m_order;
};

} // namespace rastro::sandbox
