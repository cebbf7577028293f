// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"

namespace rastro::core {

/// What is known of the click that a start names.
enum class NamedClick {
    None,   ///< It names none.
    Known,  ///< It is there.
    Early,  ///< A redirect made the token just now: the click waits somewhere to be stored, as in a spool.
    Unknown ///< It is not there.
};

/// Early: for five minutes after the start.
[[nodiscard]] NamedClick namedClick(UnitOfWork &uow, qint64 workspaceId, const StartRow &start, Micros now);

/// When the buyer pressed Start, before the payment, by a link whose click is early; none: nothing is to be waited for.
[[nodiscard]] std::optional<Micros> earlyStart(UnitOfWork &uow, const PaymentRow &row, Micros now);

} // namespace rastro::core
