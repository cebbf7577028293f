// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace rastro::core {

/// 128 bits from the system's CSPRNG as 32 lower-case hex digits: references, delivery tokens, routes, secrets. Not a
/// TrackingToken: only the redirect mints those.
[[nodiscard]] QString newUnguessableId();

/// 96 bits as 16 characters of [A-Za-z0-9_-]: callback data, which Telegram limits to 64 bytes.
[[nodiscard]] QString newButtonId();

} // namespace rastro::core
