// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

namespace rastro::sandbox {

/// Name of the header that carries the signature of a notice.
constexpr auto signatureHeader = "sandbox-signature";

/// "t=<unix seconds>,v1=<hex>": HMAC-SHA256 with the webhook secret over "<t>.<raw body>", as several payment gateways
/// sign their notices.
[[nodiscard]] QByteArray signNotice(const QByteArray &secret, qint64 unixSeconds, const QByteArray &body);

} // namespace rastro::sandbox
