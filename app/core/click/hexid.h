// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace rastro::core {

/// 128 bits of the system's secure random generator as 32 lower-case hex digits: for ids that an outsider sees and must
/// not be able to guess. Thread-safe.
[[nodiscard]] QString randomHexId();

/// 128 bits as 32 lower-case hex digits.
[[nodiscard]] QString hexDigits(quint64 high, quint64 low);

/// 64 bits as 16 lower-case hex digits.
[[nodiscard]] QByteArray hexWord(quint64 bits);

/// Whether `text` is exactly 32 lower-case hex digits.
[[nodiscard]] bool isHexId(QStringView text);

} // namespace rastro::core
