// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/desk/leases.h"

namespace rastro::core {

void releaseLeases(UnitOfWork &uow, Micros now)
{
    uow.starts().releaseLeases(now);
    uow.payments().releaseLeases(now);
    uow.notices().releaseLeases(now);
    uow.conversions().releaseLeases(now);
    uow.messages().releaseLeases(now);
}

} // namespace rastro::core
