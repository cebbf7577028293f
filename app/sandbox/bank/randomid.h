// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace rastro::sandbox {

/// `digits` lower-case hex digits from the system's random generator: unguessable.
[[nodiscard]] QString randomHex(int digits);

} // namespace rastro::sandbox
