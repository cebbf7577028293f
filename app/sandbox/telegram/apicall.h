// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QJsonObject>
#include <QtCore/QString>
#include <optional>
#include <tl/expected.hpp>

namespace rastro::sandbox {

/// Header fields, names in lower case.
using Headers = QList<std::pair<QByteArray, QByteArray>>;

/// One answer of the sandbox over HTTP.
struct HttpReply
{
    int status = 200;
    QByteArray body;
    QByteArray contentType = "application/json";
    Headers headers; ///< Beside Content-Type.
};

/// A call of a Bot API method as it arrived (Bot API, Making requests).
struct ApiCall
{
    QString token;
    QString method;     ///< As documented, whatever case it came in; empty if there is no such method.
    QJsonObject params; ///< From query, form, multipart or JSON, converted to the declared types.
    QHash<QString, QByteArray> files;
};

/// A refusal in the words of the Bot API.
struct ApiRefusal
{
    int code = 400;
    QString description;
    int retryAfter = 0; ///< Seconds; 0: none.
};

/// What a method gives.
using ApiOutcome = tl::expected<QJsonValue, ApiRefusal>;

/// "Bad Request: …".
[[nodiscard]] tl::unexpected<ApiRefusal> badRequest(const QString &reason);
[[nodiscard]] tl::unexpected<ApiRefusal> refusal(int code, const QString &description);

/// The envelope: {"ok": …}.
[[nodiscard]] HttpReply toReply(const ApiOutcome &outcome);

/// Reads `/bot<token>/<method>` with all its parameters. A refusal if the body cannot be read. Pure.
[[nodiscard]] tl::expected<ApiCall, ApiRefusal> readCall(const QString &path, const QByteArray &query,
                                                         const Headers &headers, const QByteArray &body);

} // namespace rastro::sandbox
