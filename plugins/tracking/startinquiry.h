// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "startdata.h"

#include <rastro/botcontext.h>

namespace rastro::tracking {

/// Finds the click of one Start by the rules 0 to 3 of ARCHITECTURE.md, "Attribution rules", one look-up after the
/// other. Emits exactly one of its signals and is then done. Owned by its parent; deleting it cuts what is under way.
class StartInquiry : public QObject
{
    Q_OBJECT

public:
    StartInquiry(ClickDirectory &clicks, const Start &start, QObject *parent);

    /// Asks the first question. May emit at once.
    void begin();

Q_SIGNALS:
    void answered(const rastro::TokenBinding &binding);
    /// A click could not be looked up: that says nothing about the user, so there is no answer.
    void failed(const rastro::Error &error);

private:
    using Next = void (StartInquiry::*)();

    void askUserFbclid();   // rule 0
    void askStartToken();   // rule 1
    void askStartFbclid();  // rule 2
    void askStoredFbclid(); // rule 3
    void conclude();

    /// Goes on with `found` if there is a click, else with `next`.
    [[nodiscard]] ClickDirectory::Found then(AttributionRule rule, const QString &because, Next found, Next next);
    [[nodiscard]] QString whyNone() const;

    ClickDirectory &m_clicks;
    Start m_start;
    StartData m_data;
    TokenBinding m_binding;
};

} // namespace rastro::tracking
