// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayList>

namespace rastro::telegram {

/// A black and white PNG (W3C "PNG (Third Edition)": greyscale, 1 bit a pixel, set bits white). Each row holds `width`
/// pixels, the first in the highest bit. Pure.
[[nodiscard]] QByteArray bilevelPng(const QByteArrayList &rows, int width);

} // namespace rastro::telegram
