// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/testing/fakeclock.h"

#include <rastro/clickdirectory.h>

#include <QtCore/QList>
#include <QtCore/QTimer>

namespace rastro::testing {

/// A ClickDirectory over a list. Looks at the list when it is asked, answers in the next turn of the event loop or,
/// once delayed, by the FakeClock. Newest means the highest firstSeenMs, then the last added.
class FakeClicks : public ClickDirectory
{
public:
    explicit FakeClicks(FakeClock &clock)
        : m_clock(clock)
    {
    }

    void add(const Click &click) { m_clicks.append(click); }
    void clear() { m_clicks.clear(); }

    /// Every look-up fails from now on ("could not look"); work() ends it.
    void fail() { m_failing = true; }
    void work() { m_failing = false; }
    /// Every answer from now on waits this long on the FakeClock. 0: the event loop.
    void delay(std::chrono::milliseconds delay) { m_delay = delay; }

    /// "token:…", "fbclid:…", "visitor:…" of every look-up, oldest first.
    [[nodiscard]] const QStringList &lookups() const { return m_lookups; }

    void byToken(const TrackingToken &token, QObject *context, Found then) override
    {
        m_lookups.append(QStringLiteral("token:") + token.toString());
        answer(context, std::move(then), [&](const Click &click) { return click.token == token; });
    }
    void byFbclid(const QString &fbclid, QObject *context, Found then) override
    {
        m_lookups.append(QStringLiteral("fbclid:") + fbclid);
        answer(context, std::move(then), [&](const Click &click) { return click.fbclid == fbclid; });
    }
    void byVisitor(const QString &visitorId, QObject *context, Found then) override
    {
        m_lookups.append(QStringLiteral("visitor:") + visitorId);
        answer(context, std::move(then), [&](const Click &click) { return click.visitorId == visitorId; });
    }

private:
    template <class Predicate>
    Result<std::optional<Click>> newest(Predicate matches) const
    {
        if (m_failing)
            return failure(QStringLiteral("clicks.unavailable"), QStringLiteral("FakeClicks was told to fail."),
                           ErrorClass::Retry);
        std::optional<Click> found;
        for (const auto &click : m_clicks) {
            if (matches(click) && (!found || click.firstSeenMs >= found->firstSeenMs))
                found = click;
        }
        return found;
    }

    template <class Predicate>
    void answer(QObject *context, Found then, Predicate matches)
    {
        auto deliver = [result = newest(matches), then = std::move(then)] { then(result); };
        if (m_delay.count() > 0)
            m_clock.after(m_delay, context, std::move(deliver));
        else
            QTimer::singleShot(0, context, std::move(deliver));
    }

    FakeClock &m_clock;
    QList<Click> m_clicks;
    QStringList m_lookups;
    std::chrono::milliseconds m_delay{0};
    bool m_failing = false;
};

} // namespace rastro::testing
