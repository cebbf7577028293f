// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"

namespace rastro::server {

/// Switches the pool with this slug, or only the bot with this key in it, on or off, in the caller's transaction.
/// Returns a sentence about it. Errors ("pools.unknown", "pools.unknown_bot") name what there is.
[[nodiscard]] Result<QString> switchPool(core::UnitOfWork &uow, const QString &slug, const QString &botKey,
                                         bool enabled);

/// "There is no pool “x”. There are: a, b."
[[nodiscard]] tl::unexpected<Error> unknownPool(const core::Shop &shop, const QString &slug);

} // namespace rastro::server
