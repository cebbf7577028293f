// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

namespace rastro::core {

/// Whether `c` is ASCII, and neither a space nor a control character.
[[nodiscard]] constexpr bool isPrintable(char c)
{
    return c > 0x20 && c < 0x7f;
}

/// Whether all of `text` is so: what stands for itself in a URL, or in a cookie. Reads eight bytes at a time: a click
/// is asked this for nearly all that it brings.
[[nodiscard]] bool isPrintable(QByteArrayView text);

} // namespace rastro::core
