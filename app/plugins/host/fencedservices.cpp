// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/host/fencedservices.h"

#include "plugins/host/fence.h"
#include "rastro/operation.h"

#include <QtCore/QTimer>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::plugins {

namespace {

// The service calls back only while the context lives, so the operation may be asked then.
template <class... Arguments>
std::function<void(Arguments...)> fenced(QObject *context, Threw threw, std::function<void(Arguments...)> then)
{
    const auto *operation = qobject_cast<OperationBase *>(context);
    return [operation, threw = std::move(threw), then = std::move(then)](Arguments... arguments) {
        if (operation && operation->isFinished())
            return;
        if (const auto thrown = thrownBy([&] { then(arguments...); }))
            threw(*thrown);
    };
}

Result<HttpAnswer> tooLate()
{
    return failure(u"http.timeout"_s, u"The request was not sent: the time of the call that it belongs to is over."_s,
                   ErrorClass::Retry);
}

} // namespace

void FencedHttp::send(const HttpRequest &request, QObject *context,
                      std::function<void(const Result<HttpAnswer> &)> then)
{
    auto answered = fenced(context, m_threw, std::move(then));
    const auto left = m_timeLeft(context);
    if (left && left->count() <= 0) {
        QTimer::singleShot(0, context, [answered = std::move(answered)] { answered(tooLate()); });
        return;
    }
    auto limited = request;
    limited.timeout = std::min(request.timeout, left.value_or(request.timeout));
    m_http.send(limited, context, std::move(answered));
}

void FencedClock::after(std::chrono::milliseconds delay, QObject *context, std::function<void()> then)
{
    m_clock.after(delay, context, fenced(context, m_threw, std::move(then)));
}

void FencedClicks::byToken(const TrackingToken &token, QObject *context, Found then)
{
    m_clicks.byToken(token, context, fenced(context, m_threw, std::move(then)));
}

void FencedClicks::byFbclid(const QString &fbclid, QObject *context, Found then)
{
    m_clicks.byFbclid(fbclid, context, fenced(context, m_threw, std::move(then)));
}

void FencedClicks::byVisitor(const QString &visitorId, QObject *context, Found then)
{
    m_clicks.byVisitor(visitorId, context, fenced(context, m_threw, std::move(then)));
}

} // namespace rastro::plugins
