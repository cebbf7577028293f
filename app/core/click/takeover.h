// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"

namespace rastro::core {

/// What became of a click that was taken over.
enum class TakenOver {
    New,       ///< Stored.
    Completed, ///< Known; a browser id that was missing was added.
    Known,     ///< Known with all that it brings.
    Elsewhere  ///< Known in another workspace; nothing was changed.
};

/// Stores a click that another platform has seen, with a trail entry that says so. Twice changes nothing. `from` ends
/// the sentence "The click was taken over from …".
TakenOver takeOver(UnitOfWork &uow, qint64 workspaceId, const Click &click, const QString &from, Micros now);

} // namespace rastro::core
