// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/money.h"

namespace rastro::core {

/// What a payment's last error says when too little or another currency came. A row has no column for the currency that
/// came, so whoever explains it later goes by this sentence. Pure.
[[nodiscard]] QString mismatchText(const Money &received, const Money &asked);
[[nodiscard]] bool isMismatchText(const QString &error);

} // namespace rastro::core
