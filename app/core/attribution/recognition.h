// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickstore.h"

#include <QtCore/QSet>
#include <vector>

namespace rastro::core {

/// Who the newcomers of one batch are: asked for all of them at once, and answered as if for one after another. What a
/// newcomer is recognised by are bound clicks with his fbclid or visitor, and users with his fbclid. Binding a click
/// changes one of the former and one of the latter, so whoever shares such a value with it is asked for again. For one
/// transaction.
class Recognition
{
public:
    /// Asks.
    Recognition(ClickStore &clicks, std::vector<Newcomer> newcomers);

    /// Who the newcomer at this place is, after all that was noted.
    [[nodiscard]] Recognised of(std::size_t place);
    /// This click was bound to a user, who had another fbclid before, or the same, or none.
    void noteBinding(const Click &click, const QString &formerFbclid);

private:
    [[nodiscard]] bool isOutdated(const Newcomer &newcomer) const;

    ClickStore &m_clicks;
    const std::vector<Newcomer> m_newcomers;
    const QList<Recognised> m_answers;
    QSet<QString> m_fbclids; // Of bindings since.
    QSet<QString> m_visitors;
};

} // namespace rastro::core
