// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/addressstorage.h"

#include "core/click/ipaddress.h"

namespace rastro::core {

QString storedAddress(const QString &address, AddressStorage storage)
{
    if (storage == AddressStorage::Full)
        return address;
    const auto parsed = storage == AddressStorage::None ? std::nullopt : IpAddress::parse(address.toLatin1());
    return parsed ? parsed->network(parsed->isIpv4() ? 24 : 48).toString() : QString();
}

} // namespace rastro::core
