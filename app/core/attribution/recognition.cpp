// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/recognition.h"

namespace rastro::core {

Recognition::Recognition(ClickStore &clicks, std::vector<Newcomer> newcomers)
    : m_clicks(clicks)
    , m_newcomers(std::move(newcomers))
    , m_answers(m_clicks.recognise(m_newcomers))
{
}

Recognised Recognition::of(std::size_t place)
{
    const Newcomer &newcomer = m_newcomers.at(place);
    if (isOutdated(newcomer))
        return m_clicks.recognise({&newcomer, 1}).constFirst();
    return m_answers.at(static_cast<qsizetype>(place));
}

void Recognition::noteBinding(const Click &click, const QString &formerFbclid)
{
    m_fbclids << click.fbclid << formerFbclid;
    m_visitors << click.visitorId;
}

bool Recognition::isOutdated(const Newcomer &newcomer) const
{
    const auto isIn = [](const QSet<QString> &changed, QStringView value) {
        return !changed.isEmpty() && !value.isEmpty() && changed.contains(value.toString());
    };
    return isIn(m_fbclids, newcomer.fbclid) || isIn(m_visitors, newcomer.visitorId);
}

} // namespace rastro::core
