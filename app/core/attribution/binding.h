// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/pluginroster.h"
#include "core/ports/unitofwork.h"

namespace rastro::core {

/// Binds a click to a user: the token always, the fbclid whenever the click has one (last click wins), and keeps the
/// touch.
void bindClick(UnitOfWork &uow, qint64 workspaceId, BotUser &user, const Click &click, AttributionRule rule,
               const QString &source, const QString &reason, Micros now);

/// Stores the tracking plugin's answer to a /start, once: an answer to a settled start is ignored (false). ViewContent
/// enters the outbox in the same transaction.
bool settleStart(UnitOfWork &uow, qint64 workspaceId, const TokenBinding &binding, const PluginRoster &roster,
                 Micros now);

} // namespace rastro::core
