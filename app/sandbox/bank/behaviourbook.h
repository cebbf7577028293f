// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bankbehaviour.h"
#include "bankcharge.h"

#include <QtCore/QHash>

namespace rastro::sandbox {

/// Which behaviour holds for which charge: the bank's own, or one made for a single charge. Kept in memory only: a
/// bank that starts again behaves as its settings say.
class BehaviourBook
{
public:
    explicit BehaviourBook(const BankBehaviour &normal);

    /// POST /sandbox/behaviour: {"reference": … or "charge": id, "reset": true, and any keys of BankBehaviour}. Without
    /// reference and charge it changes the bank's own. Returns the behaviour now in force.
    [[nodiscard]] Result<BankBehaviour> change(QJsonObject json);

    /// For a charge that may not exist yet.
    [[nodiscard]] const BankBehaviour &ofReference(const QString &reference) const;
    [[nodiscard]] const BankBehaviour &ofCharge(const BankCharge &charge) const;
    /// The fault that this create meets; counts it.
    [[nodiscard]] CreateFault takeCreateFault(const QString &reference);

private:
    BankBehaviour m_initial;
    BankBehaviour m_normal;
    QHash<QString, BankBehaviour> m_special; ///< By reference or charge id.
};

} // namespace rastro::sandbox
