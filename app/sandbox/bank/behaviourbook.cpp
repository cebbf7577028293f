// SPDX-License-Identifier: GPL-3.0-or-later
#include "behaviourbook.h"

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

BehaviourBook::BehaviourBook(const BankBehaviour &normal)
    : m_initial(normal)
    , m_normal(normal)
{
}

Result<BankBehaviour> BehaviourBook::change(QJsonObject json)
{
    auto key = json.take(u"reference"_s).toString();
    if (const auto charge = json.take(u"charge"_s).toString(); !charge.isEmpty())
        key = charge;
    const bool reset = json.take(u"reset"_s).toBool();

    auto behaviour = key.isEmpty() ? m_normal : m_special.value(key, m_normal);
    if (reset)
        behaviour = key.isEmpty() ? m_initial : m_normal;
    if (const auto applied = behaviour.apply(json); !applied)
        return tl::unexpected(applied.error());
    if (key.isEmpty())
        m_normal = behaviour;
    else
        m_special.insert(key, behaviour);
    if (reset && key.isEmpty())
        m_special.clear();
    return behaviour;
}

const BankBehaviour &BehaviourBook::ofReference(const QString &reference) const
{
    const auto special = m_special.constFind(reference);
    return special == m_special.constEnd() ? m_normal : *special;
}

const BankBehaviour &BehaviourBook::ofCharge(const BankCharge &charge) const
{
    return ofReference(m_special.contains(charge.id) ? charge.id : charge.reference);
}

CreateFault BehaviourBook::takeCreateFault(const QString &reference)
{
    const auto special = m_special.find(reference);
    auto &behaviour = special == m_special.end() ? m_normal : *special;
    if (behaviour.createFault == CreateFault::None || behaviour.createFaultCount == 0)
        return CreateFault::None;
    if (behaviour.createFaultCount > 0)
        --behaviour.createFaultCount;
    return behaviour.createFault;
}

} // namespace rastro::sandbox
