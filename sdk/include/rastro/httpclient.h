// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QObject>
#include <QtCore/QUrl>
#include <functional>

namespace rastro {

/// One request to the outside. Redirects are never followed; only http and https are spoken.
struct HttpRequest
{
    QByteArray method = QByteArrayLiteral("GET");
    QUrl url;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    std::chrono::milliseconds timeout{15'000}; ///< For the whole exchange; not sent after it.
    qint64 maxAnswerBytes = 4 * 1024 * 1024;   ///< A longer answer is an error ("http.answer_too_large").

    /// A POST with a JSON body and its content type.
    [[nodiscard]] static RASTRO_SDK_EXPORT HttpRequest postJson(const QUrl &url, const QByteArray &json);
};

/// What came back. Any HTTP status is an answer, not an error.
struct HttpAnswer
{
    int status = 0;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< Names in lower case.
    QByteArray body;

    /// First value of a header by its lower-case name; empty if there is none.
    [[nodiscard]] RASTRO_SDK_EXPORT QByteArray header(const QByteArray &name) const;
};

/// The host's way out. Errors: "http.url", "http.forbidden_address", "http.connect" (not sent: safe to repeat),
/// "http.tls", "http.timeout" and "http.broken" (outcomeUnknown is set once the request may have been read),
/// "http.answer_too_large". Core thread only; never blocks.
class HttpClient
{
public:
    virtual ~HttpClient() = default;

    /// Sends the request and calls `then` once on the core thread; not at all if `context` is deleted before (the
    /// exchange is then given up). Its time ends with that of the operation that `context` is, or is a child of: what
    /// comes later is not sent ("http.timeout").
    virtual void send(const HttpRequest &request, QObject *context,
                      std::function<void(const Result<HttpAnswer> &)> then) = 0;
};

} // namespace rastro
