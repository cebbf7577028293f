// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clickdirectory.h"
#include "rastro/clock.h"
#include "rastro/httpclient.h"

#include <optional>

namespace rastro::plugins {

/// How long what is done for this context may still take; nothing: as long as it likes.
using TimeLeft = std::function<std::optional<std::chrono::milliseconds>(const QObject *context)>;

/// Called with what a plugin's callback threw.
using Threw = std::function<void(const QString &)>;

/// The host's services as an instance gets them: callbacks that throw are reported and go no further, and callbacks
/// whose context is a finished Operation are dropped. Nothing is owned.
///
/// A request's time ends with that of the operation it is made for: one that takes two steps has one deadline, and a
/// process that slept between them does not take the second.
class FencedHttp : public HttpClient
{
public:
    FencedHttp(HttpClient &http, TimeLeft timeLeft, Threw threw)
        : m_http(http)
        , m_timeLeft(std::move(timeLeft))
        , m_threw(std::move(threw))
    {
    }

    void send(const HttpRequest &request, QObject *context,
              std::function<void(const Result<HttpAnswer> &)> then) override;

private:
    HttpClient &m_http;
    TimeLeft m_timeLeft;
    Threw m_threw;
};

class FencedClock : public Clock
{
public:
    FencedClock(Clock &clock, Threw threw)
        : m_clock(clock)
        , m_threw(std::move(threw))
    {
    }

    [[nodiscard]] Micros now() const override { return m_clock.now(); }
    void after(std::chrono::milliseconds delay, QObject *context, std::function<void()> then) override;

private:
    Clock &m_clock;
    Threw m_threw;
};

class FencedClicks : public ClickDirectory
{
public:
    FencedClicks(ClickDirectory &clicks, Threw threw)
        : m_clicks(clicks)
        , m_threw(std::move(threw))
    {
    }

    void byToken(const TrackingToken &token, QObject *context, Found then) override;
    void byFbclid(const QString &fbclid, QObject *context, Found then) override;
    void byVisitor(const QString &visitorId, QObject *context, Found then) override;

private:
    ClickDirectory &m_clicks;
    Threw m_threw;
};

} // namespace rastro::plugins
