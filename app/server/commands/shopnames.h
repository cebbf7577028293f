// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"
#include "rastro/result.h"

namespace rastro::server {

/// Id of the bot that --bot names; 0 for an empty key. Error "options.bot" names the bots that there are.
[[nodiscard]] Result<qint64> botNamed(const core::Shop &shop, const QString &key);
/// Id of the pool that --pool names; 0 for an empty slug. Error "options.pool" names the pools that there are.
[[nodiscard]] Result<qint64> poolNamed(const core::Shop &shop, const QString &slug);

} // namespace rastro::server
