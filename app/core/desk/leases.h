// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"

namespace rastro::core {

/// Makes everything that a dead node had claimed due at once, instead of when its claims run out.
void releaseLeases(UnitOfWork &uow, const QString &node, Micros now);

} // namespace rastro::core
