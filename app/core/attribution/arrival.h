// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/pluginroster.h"
#include "core/click/capture.h"
#include "core/ports/unitofwork.h"

namespace rastro::core {

/// Stores a click in one transaction with everything that follows from it at once: a returning visitor is bound to the
/// new token without waiting for /start, and the server's PageView enters the outbox (people only). True if it did.
bool recordArrival(UnitOfWork &uow, qint64 workspaceId, const CapturedClick &captured, const PluginRoster &roster);

/// Adds what the bridge page reported of the browser's own ids (of the right form, or empty) where the click has none.
/// True if it changed something.
bool recordBrowserIds(UnitOfWork &uow, qint64 workspaceId, const TrackingToken &token, const QString &fbp,
                      const QString &fbc, Micros now);

} // namespace rastro::core
