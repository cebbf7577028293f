// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"

namespace rastro::core {

/// Makes everything that a dead process had claimed due at once, instead of when its leases run out. Only for a process
/// that knows itself alone with the database, before its desks begin.
void releaseLeases(UnitOfWork &uow, Micros now);

} // namespace rastro::core
