// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/api/apianswer.h"

#include "telegram/api/bottoken.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <algorithm>

using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace rastro::telegram {

namespace {

constexpr qsizetype longestDescription = 500;

ApiError transportError(const Error &error)
{
    return {.origin = ApiError::Origin::Transport,
            .description = withoutTokens(error.message),
            .outcomeUnknown = error.outcomeUnknown};
}

seconds retryAfterOf(const QJsonObject &parameters, const HttpAnswer &answer)
{
    constexpr qint64 longest = 24 * 60 * 60;
    const qint64 said = parameters["retry_after"_L1].toInteger(answer.header("retry-after").toLongLong());
    return seconds(std::clamp<qint64>(said, 0, longest));
}

ApiError errorOf(const QJsonObject &envelope, const HttpAnswer &answer)
{
    const QJsonObject parameters = envelope["parameters"_L1].toObject();
    ApiError error;
    error.code = envelope["error_code"_L1].toInt(answer.status);
    error.description = withoutTokens(envelope["description"_L1].toString().left(longestDescription));
    error.retryAfter = retryAfterOf(parameters, answer);
    error.migrateToChatId = parameters["migrate_to_chat_id"_L1].toInteger();
    error.outcomeUnknown = error.code >= 500;
    return error;
}

} // namespace

ApiError garbledAnswer(int httpStatus)
{
    ApiError error;
    error.origin = ApiError::Origin::Garbled;
    error.code = httpStatus;
    error.description =
        u"HTTP %1 without an answer of the Bot API: is something between Rastro and Telegram?"_s.arg(httpStatus);
    error.outcomeUnknown = httpStatus < 300 || httpStatus >= 500;
    return error;
}

ApiResult readAnswer(const Result<HttpAnswer> &answer)
{
    if (!answer)
        return tl::unexpected(transportError(answer.error()));
    const QJsonObject envelope = QJsonDocument::fromJson(answer->body).object();
    const QJsonValue ok = envelope["ok"_L1];
    if (ok.isBool() && ok.toBool() && envelope.contains("result"_L1))
        return envelope["result"_L1];
    if (ok.isBool() && !ok.toBool())
        return tl::unexpected(errorOf(envelope, *answer));
    ApiError error = garbledAnswer(answer->status);
    error.retryAfter = retryAfterOf({}, *answer);
    return tl::unexpected(error);
}

QString describe(const ApiError &error)
{
    return error.code == 0 ? error.description : u"%1 %2"_s.arg(QString::number(error.code), error.description);
}

} // namespace rastro::telegram
