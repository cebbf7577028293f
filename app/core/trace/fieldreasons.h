// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

namespace rastro::core {

// Why a field is what it is: pure functions of what is stored.

[[nodiscard]] QString verdictOf(const PaymentRow &row, const std::optional<BotUser> &user,
                                const std::optional<Click> &click);
[[nodiscard]] QString verdictOf(const BotUser &user);
[[nodiscard]] QString verdictOf(const Click &click);

[[nodiscard]] QList<TraceField> fieldsOf(const PaymentRow &row, const std::optional<BotUser> &user,
                                         const std::optional<Click> &click);
[[nodiscard]] QList<TraceField> fieldsOf(const BotUser &user, const std::optional<Click> &click);
[[nodiscard]] QList<TraceField> fieldsOf(const Click &click);

} // namespace rastro::core
