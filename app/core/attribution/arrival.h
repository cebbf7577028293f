// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/pluginroster.h"
#include "core/click/capture.h"
#include "core/ports/unitofwork.h"

#include <span>

namespace rastro::core {

/// A click that is to be stored, and whose it is.
struct Arrival
{
    qint64 workspaceId = 0;
    CapturedClick captured;
};

/// Late: the click waited in the spool while the world went on.
enum class ArrivalTime { Now, Late };

/// Stores clicks in one transaction with everything that follows from them at once: a returning visitor is bound to the
/// new token without waiting for /start, and the server's PageView enters the outbox (people only). True if one did.
/// The trail gets a row only where something was refused or cut: the click itself says the rest (trace/clickstep.h). A
/// late click takes nobody away from a newer one, and brings nobody back who was erased meanwhile.
bool recordArrivals(UnitOfWork &uow, const QList<Arrival> &arrivals, const PluginRoster &roster,
                    ArrivalTime time = ArrivalTime::Now);

/// The same, of clicks of now, in two halves: for who writes several times in one transaction, and does at the end, for
/// all that was written, what follows from it.
void writeArrivals(UnitOfWork &uow, std::span<const Arrival> arrivals);
bool followArrivals(UnitOfWork &uow, std::span<const Arrival> arrivals, const PluginRoster &roster);

/// Is it for what a click holds that the database refused it? It will never take it then. Anything else passes: a
/// server that stands still, a full disk, a password that was changed; also a server beside that stores the same click.
[[nodiscard]] bool isOfTheClick(const Error &refusal);

/// Adds what the bridge page reported of the browser's own ids (of the right form, or empty) where the click has none.
/// True if it changed something.
bool recordBrowserIds(UnitOfWork &uow, qint64 workspaceId, const TrackingToken &token, const QString &fbp,
                      const QString &fbc, Micros now);

} // namespace rastro::core

// A batch grows in place: a click has some twenty members to move one by one.
Q_DECLARE_TYPEINFO(rastro::core::Arrival, Q_RELOCATABLE_TYPE);
