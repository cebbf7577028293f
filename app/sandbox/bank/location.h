// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/brcode.h>

namespace rastro::sandbox {

/// Where the charge's dynamic code points to, without scheme: field 26-25. It alone identifies the charge.
[[nodiscard]] QString locationOf(const QString &chargeId, const QString &host);

/// The charge that a code points to; empty if it points elsewhere.
[[nodiscard]] QString chargeIdOf(const BrCode &code, const QString &host);

} // namespace rastro::sandbox
