// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/arrival.h"

namespace rastro::core {

/// Stores those of the late clicks whose persons were erased meanwhile, as an erasure leaves a click: when, where and
/// of which campaign it was. Nobody is bound to them and nothing is reported of them. Gives the others.
[[nodiscard]] QList<Arrival> recordErased(UnitOfWork &uow, const QList<Arrival> &arrivals);

} // namespace rastro::core
