// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crash/outsideworld.h"

#include <QtCore/QTimer>

namespace rastro::test {

/// People who click an ad, some tens a second, and never press Start. Keeps the tokens they were answered. Works while
/// the event loop runs.
class ClickLoad : public QObject
{
    Q_OBJECT

public:
    /// `server`: where the ad leads. Both must outlive it.
    ClickLoad(OutsideWorld &world, const QUrl &server);

    void start() { m_pace.start(); }
    /// No more clicks; those that are under way may still be answered.
    void stop() { m_pace.stop(); }
    [[nodiscard]] bool isIdle() const { return m_underWay == 0; }
    /// Of all clicks that were answered with the bot's link.
    [[nodiscard]] const QStringList &tokens() const { return m_tokens; }
    /// How many were not: the server behind the balancer died or slept.
    [[nodiscard]] int unanswered() const { return m_unanswered; }

private:
    void click();

    OutsideWorld &m_world;
    QUrl m_ad;
    QTimer m_pace;
    int m_clicks = 0;
    int m_underWay = 0;
    int m_unanswered = 0;
    QStringList m_tokens;
};

} // namespace rastro::test
