// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

namespace rastro::core {

/// 64 bits of the system's secure random generator, read in blocks: one by one they cost a redirect more than its
/// token. Any thread; a thread's block is its own, and each part of it is wiped when it is given out.
[[nodiscard]] quint64 secureRandom();

} // namespace rastro::core
