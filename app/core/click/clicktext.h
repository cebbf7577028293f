// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/click.h"

namespace rastro::core {

/// What the trail says of a stored click: a sentence for people.
[[nodiscard]] QString clickText(const Click &click);

} // namespace rastro::core
