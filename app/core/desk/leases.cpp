// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/desk/leases.h"

namespace rastro::core {

void releaseLeases(UnitOfWork &uow, const QString &node, Micros now)
{
    uow.starts().releaseLeases(node, now);
    uow.payments().releaseLeases(node, now);
    uow.notices().releaseLeases(node, now);
    uow.conversions().releaseLeases(node, now);
    uow.messages().releaseLeases(node, now);
}

} // namespace rastro::core
