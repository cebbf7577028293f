// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/loadshares.h"
#include "core/shop/shop.h"

#include <QtCore/QJsonArray>

namespace rastro::server {

/// The pools of a shop for machines: flags, counts, and each bot with its health. `loads`: people by bot in the last
/// minutes.
[[nodiscard]] QJsonArray poolsAsJson(const core::Shop &shop, const core::BotLoads &loads);

/// The same for people, a line for each pool and each bot in it.
[[nodiscard]] QStringList poolsAsLines(const core::Shop &shop, const core::BotLoads &loads);

/// Why this bot of a pool takes no visitors; empty if it takes them.
[[nodiscard]] QString whyOut(const core::Bot *bot, const core::PoolBot &member);

} // namespace rastro::server
