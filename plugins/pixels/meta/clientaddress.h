// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace rastro::meta {

/// The person's address as `client_ip_address`, or empty if it cannot be one: private, loopback, link-local, malformed,
/// or of Telegram's servers, which fetch previews. "Always provide the real IP address" (Meta, Conversions API,
/// "Customer information parameters"); unknown is left out. An IPv4 address inside IPv6 (::ffff:203.0.113.9) comes out
/// as IPv4.
[[nodiscard]] QString publicClientAddress(const QString &address);

} // namespace rastro::meta
