// SPDX-License-Identifier: GPL-3.0-or-later
#include "chargebook.h"

namespace rastro::sandbox {

ChargeBook::ChargeBook(BankLedger &ledger)
    : m_ledger(ledger)
{
}

Result<void> ChargeBook::open()
{
    const auto charges = m_ledger.load();
    if (!charges)
        return tl::unexpected(charges.error());
    for (const auto &charge : *charges)
        show(charge);
    return {};
}

Result<void> ChargeBook::put(const BankCharge &charge)
{
    const auto saved = m_ledger.save(charge);
    if (saved)
        show(charge);
    return saved;
}

const BankCharge *ChargeBook::byId(const QString &id) const
{
    const auto charge = m_charges.constFind(id);
    return charge == m_charges.constEnd() ? nullptr : &*charge;
}

QList<BankCharge> ChargeBook::byReference(const QString &reference) const
{
    QList<BankCharge> charges;
    for (const auto &id : m_idsOfReference.value(reference))
        charges.append(m_charges.value(id));
    return charges;
}

QList<BankCharge> ChargeBook::all() const
{
    QList<BankCharge> charges;
    for (const auto &id : m_order)
        charges.append(m_charges.value(id));
    return charges;
}

void ChargeBook::show(const BankCharge &charge)
{
    if (!m_charges.contains(charge.id)) {
        m_order.append(charge.id);
        m_idsOfReference[charge.reference].append(charge.id);
    }
    m_charges.insert(charge.id, charge);
}

} // namespace rastro::sandbox
