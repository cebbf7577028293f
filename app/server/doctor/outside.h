// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"
#include "server/doctor/finding.h"
#include "server/options/serveroptions.h"
#include "telegram/api/apianswer.h"

#include <QtCore/QMap>
#include <optional>

namespace rastro::server {

/// What Telegram says of one bot; none: not asked, or its token is malformed.
struct BotAnswers
{
    std::optional<telegram::ApiResult> me;
    std::optional<telegram::ApiResult> webhook;
};

/// What the outside said.
struct OutsideFacts
{
    QMap<qint64, BotAnswers> bots;               ///< By id of the row.
    std::optional<Result<HttpAnswer>> publicUrl; ///< GET /healthz of the public address.
    std::optional<Micros> telegramClock;         ///< By the Date header of Telegram's answer.
};

/// Asks Telegram for every active bot, and the public address for this server, all at once. Runs the event loop until
/// all have answered or their deadlines have passed. Only reads: nothing is changed on the other side.
[[nodiscard]] OutsideFacts askOutside(const ServerOptions &options, const core::Shop &shop);

} // namespace rastro::server
