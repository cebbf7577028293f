// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/result.h>

#include <QtCore/QByteArray>

namespace rastro::telegram {

/// Draws `text` (UTF-8, byte mode) as a QR code in a black and white PNG: error correction M (ISO/IEC 18004: 15 % of
/// the code may be damaged), `scale` pixels a module (1–32), `margin` modules of white around it (0–16; the standard
/// asks for 4). Pure, and may be called on any thread. Drawn here, never by a third party: the code must not leak.
///
/// Errors: "qr.empty", "qr.size" (scale or margin), "qr.too_long" (more than 2331 bytes).
[[nodiscard]] Result<QByteArray> qrPng(const QString &text, int scale, int margin);

} // namespace rastro::telegram
