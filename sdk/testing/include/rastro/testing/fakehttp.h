// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/testing/fakeclock.h"

#include <rastro/httpclient.h>

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTimer>
#include <optional>

namespace rastro::testing {

/// What FakeHttp does with a request: the result, and when (by the FakeClock; 0: in the next turn of the event loop).
struct HttpReply
{
    Result<HttpAnswer> result;
    std::chrono::milliseconds delay{0};
};

/// Ready-made replies.
namespace reply {

[[nodiscard]] inline HttpReply status(int code, const QByteArray &body = {},
                                      QList<std::pair<QByteArray, QByteArray>> headers = {})
{
    return {HttpAnswer{code, std::move(headers), body}};
}

[[nodiscard]] inline HttpReply json(int code, const QJsonObject &body)
{
    return status(code, QJsonDocument(body).toJson(QJsonDocument::Compact),
                  {{QByteArrayLiteral("content-type"), QByteArrayLiteral("application/json")}});
}

/// 429 with Retry-After in seconds.
[[nodiscard]] inline HttpReply rateLimited(int seconds)
{
    return status(429, QByteArrayLiteral("{\"error\":\"slow down\"}"),
                  {{QByteArrayLiteral("retry-after"), QByteArray::number(seconds)}});
}

[[nodiscard]] inline HttpReply error(const QString &code, bool outcomeUnknown)
{
    Error error;
    error.code = code;
    error.message = QStringLiteral("FakeHttp was told to fail with %1.").arg(code);
    error.kind = ErrorClass::Retry;
    error.outcomeUnknown = outcomeUnknown;
    return {tl::unexpected<Error>(error)};
}

/// The connection could not be made: nothing was sent.
[[nodiscard]] inline HttpReply refused()
{
    return error(QStringLiteral("http.connect"), false);
}
/// The connection broke after the request was sent.
[[nodiscard]] inline HttpReply broken()
{
    return error(QStringLiteral("http.broken"), true);
}
/// Silence until the request's timeout has passed on the FakeClock.
[[nodiscard]] inline HttpReply silence()
{
    auto reply = error(QStringLiteral("http.timeout"), true);
    reply.delay = std::chrono::hours(24);
    return reply;
}
/// The same reply, later.
[[nodiscard]] inline HttpReply after(std::chrono::milliseconds delay, HttpReply reply)
{
    reply.delay = delay;
    return reply;
}

} // namespace reply

/// A scripted HttpClient. A request takes the oldest reply of the queue; when that is empty, the newest handler whose
/// method and URL match; else it is recorded in unexpected() and refused. Never calls back from inside send(), as the
/// host does not. A delay beyond the request's own timeout becomes "http.timeout", and a too long answer its error.
class FakeHttp : public HttpClient
{
public:
    using Handler = std::function<HttpReply(const HttpRequest &)>;

    explicit FakeHttp(FakeClock &clock)
        : m_clock(clock)
    {
    }

    /// The next request without a reply takes this one.
    void enqueue(HttpReply reply) { m_queue.append(std::move(reply)); }

    /// Answers every request of this method ("" any) whose URL contains `urlPart` ("" any). A later call wins.
    void on(const QByteArray &method, const QString &urlPart, Handler handler)
    {
        m_rules.prepend({method, urlPart, std::move(handler)});
    }
    void on(const QByteArray &method, const QString &urlPart, const HttpReply &reply)
    {
        on(method, urlPart, [reply](const HttpRequest &) { return reply; });
    }

    /// Asks this before all else; it may leave a request to the others by answering nothing.
    void intercept(std::function<std::optional<HttpReply>(const HttpRequest &)> interceptor)
    {
        m_interceptor = std::move(interceptor);
    }

    /// Forgets handlers, queued replies and what was recorded. Replies under way still arrive.
    void reset()
    {
        m_interceptor = nullptr;
        m_queue.clear();
        m_rules.clear();
        m_requests.clear();
        m_unexpected.clear();
    }

    /// All requests so far, oldest first.
    [[nodiscard]] const QList<HttpRequest> &requests() const { return m_requests; }
    /// Those that nothing was scripted for.
    [[nodiscard]] const QList<HttpRequest> &unexpected() const { return m_unexpected; }

    void send(const HttpRequest &request, QObject *context,
              std::function<void(const Result<HttpAnswer> &)> then) override
    {
        m_requests.append(request);
        auto reply = limited(replyTo(request), request);
        auto deliver = [result = std::move(reply.result), then = std::move(then)] { then(result); };
        if (reply.delay.count() > 0)
            m_clock.after(reply.delay, context, std::move(deliver));
        else
            QTimer::singleShot(0, context, std::move(deliver));
    }

private:
    struct Rule
    {
        QByteArray method;
        QString urlPart;
        Handler handler;
    };

    HttpReply replyTo(const HttpRequest &request)
    {
        if (auto reply = m_interceptor ? m_interceptor(request) : std::nullopt)
            return *reply;
        if (!m_queue.isEmpty())
            return m_queue.takeFirst();
        for (const auto &rule : m_rules) {
            const bool matches = (rule.method.isEmpty() || rule.method == request.method) &&
                                 request.url.toString(QUrl::FullyEncoded).contains(rule.urlPart);
            if (matches)
                return rule.handler(request);
        }
        m_unexpected.append(request);
        return reply::refused();
    }

    static HttpReply limited(HttpReply reply, const HttpRequest &request)
    {
        if (reply.delay > request.timeout)
            return reply::after(request.timeout, reply::error(QStringLiteral("http.timeout"), true));
        if (reply.result && reply.result->body.size() > request.maxAnswerBytes)
            return reply::after(reply.delay, reply::error(QStringLiteral("http.answer_too_large"), true));
        return reply;
    }

    FakeClock &m_clock;
    std::function<std::optional<HttpReply>(const HttpRequest &)> m_interceptor;
    QList<HttpReply> m_queue;
    QList<Rule> m_rules;
    QList<HttpRequest> m_requests;
    QList<HttpRequest> m_unexpected;
};

} // namespace rastro::testing
