// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/healthstore.h"
#include "core/shop/shop.h"
#include "server/doctor/outside.h"
#include "server/options/serveroptions.h"

namespace rastro::server {

/// What the outside said to what was asked of it. Pure functions.

/// The public address: its form, and whether it leads to this server. `answer`: to GET /healthz there; none: not asked.
[[nodiscard]] QList<Finding> checkAddress(const ServerOptions &options, const core::Shop &shop,
                                          const std::optional<Result<HttpAnswer>> &answer);

/// A bot by what Telegram says of it.
[[nodiscard]] QList<Finding> checkTelegram(const core::Bot &bot, const BotAnswers &answers, const QUrl &publicUrl,
                                           Micros now);

/// When each active bot last heard of anybody.
[[nodiscard]] QList<Finding> checkUpdates(const core::Shop &shop, const QMap<qint64, core::BotHealth> &health,
                                          Micros now);

} // namespace rastro::server
