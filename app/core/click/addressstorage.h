// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace rastro::core {

/// How much of a visitor's address is stored, and so reported to pixels.
enum class AddressStorage {
    Full,
    Truncated, ///< The network: the first 24 bits of IPv4, 48 of IPv6.
    None
};

/// What is stored of an address. Empty stays empty; what is no address is not stored unless all is.
[[nodiscard]] QString storedAddress(const QString &address, AddressStorage storage);

} // namespace rastro::core
