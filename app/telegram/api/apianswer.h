// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/httpclient.h"

#include <QtCore/QJsonValue>

namespace rastro::telegram {

/// Why a call to the Bot API gave no result (Bot API, Making requests; ResponseParameters).
struct ApiError
{
    enum class Origin {
        Telegram, ///< The Bot API's own envelope said so.
        Garbled,  ///< Something answered, but not with that envelope: a proxy's page, a cut-off answer.
        Transport ///< Nothing answered.
    };

    Origin origin = Origin::Telegram;
    int code = 0;                       ///< error_code, else the HTTP status; 0 without an answer.
    QString description;                ///< For people; holds no token.
    std::chrono::seconds retryAfter{0}; ///< parameters.retry_after, else the Retry-After header; 0: not said.
    qint64 migrateToChatId = 0;         ///< parameters.migrate_to_chat_id; 0: not said.
    bool outcomeUnknown = false;        ///< The call may have taken effect (sendX has no idempotency key).
};

/// The `result` of a call, or why there is none.
using ApiResult = tl::expected<QJsonValue, ApiError>;

/// Reads what a call gave. Pure; survives every body. `answer` is what HttpClient handed out.
[[nodiscard]] ApiResult readAnswer(const Result<HttpAnswer> &answer);

/// An answer without a usable envelope, told by its HTTP status.
[[nodiscard]] ApiError garbledAnswer(int httpStatus);

/// For logs and trails: "429 Too Many Requests: retry after 5".
[[nodiscard]] QString describe(const ApiError &error);

} // namespace rastro::telegram
