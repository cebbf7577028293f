// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

namespace rastro::core {

/// Whether `c` is ASCII, and neither a space nor a control character.
[[nodiscard]] constexpr bool isPrintable(char c)
{
    return c > 0x20 && c < 0x7f;
}

/// Whether all of `text` is so: what stands for itself in a URL, or in a cookie. Reads eight bytes at a time, and so
/// does isPlain(): nearly all bytes of a click's request are asked about.
[[nodiscard]] bool isPrintable(QByteArrayView text);

/// Whether no byte of `text` is below `least` (0x80 at most) or DEL. Bytes above 0x7f are taken.
[[nodiscard]] bool isPlain(QByteArrayView text, uchar least);

} // namespace rastro::core
