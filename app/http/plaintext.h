// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

namespace rastro::http {

/// Whether no byte of `text` is below `least` (0x80 at most) or DEL. Bytes above 0x7f are taken. Reads eight bytes at a
/// time: nearly all of a request's bytes are asked about.
[[nodiscard]] bool isPlain(QByteArrayView text, uchar least);

} // namespace rastro::http
