// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/tokenminter.h"
#include "rastro/click.h"

namespace rastro::bench {

/// A person's click on an ad, with ids of its own, as large as those of phones are.
[[nodiscard]] Click sampleClick(core::TokenMinter &minter, Micros now);

} // namespace rastro::bench
